import vm from "node:vm";
import pino from "pino";
import { expect, it } from "vitest";
import { logOptions } from "./log";
import { requestContext } from "./request-context";

/** What a line says that is written with `write`. */
function lineOf(write: (log: pino.Logger) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(pino({ ...logOptions, level: "info" }, { write: (text: string) => lines.push(text) }));
  return JSON.parse(lines.join(""));
}

it("tells an error's kind, code and place, and never its words", () => {
  const error = Object.assign(new TypeError("alice@acme.example"), { code: "ECONNRESET" });
  const line = lineOf((log) => log.error({ err: error }, "thing.failed"));
  expect(line.err).toMatchObject({ type: "TypeError", code: "ECONNRESET" });
  expect(JSON.stringify(line)).toContain("log.test.ts");
  expect(JSON.stringify(line)).not.toContain("alice");
});

it("knows an error of another realm as one", () => {
  const line = lineOf((log) => log.error({ err: vm.runInNewContext("new RangeError('x')") }, "thing.failed"));
  expect(line.err).toMatchObject({ type: "RangeError" });
});

it("gives each line the id of its request", () => {
  const line = lineOf((log) => requestContext.run({ requestId: "r-1" }, () => log.info("thing.happened")));
  expect(line).toMatchObject({ msg: "thing.happened", requestId: "r-1" });
});

it("censors what should not have been passed", () => {
  const line = lineOf((log) => log.info({ password: "secret", user: { pin: "1234" } }, "thing.happened"));
  expect(JSON.stringify(line)).not.toMatch(/secret|1234/);
});
