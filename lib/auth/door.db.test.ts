import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "../db";
import { env } from "../env";
import { buildPartner, buildUser } from "../testing/factories";
import { answerSignIn } from "./door";
import { hashPassword } from "./password";

const password = "correct horse battery staple";
let passwordHash: string;
let server: http.Server;
let callers = 0;

beforeAll(async () => {
  passwordHash = await hashPassword(password);
  server = http.createServer((request, response) => {
    request.headers["x-real-ip"] = `192.0.2.${++callers}`;
    void answerSignIn(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => void server.close());

const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: env().PUBLIC_URL, ...headers },
    body: new URLSearchParams(fields),
  });
const byScript = { accept: "application/json" };

describe("the sign-in form's door", () => {
  it("answers a script with where to go on, and a browser without one with the way there", async () => {
    const { id, email } = await buildUser({ passwordHash });
    const scripted = await post({ address: email, password }, byScript);
    expect([scripted.status, await scripted.json()]).toEqual([200, { to: "/rooms" }]);
    const plain = await post({ address: email, password, keep: "on", returnTo: "/profile/security" });
    expect([plain.status, plain.headers.get("location")]).toEqual([303, "/profile/security"]);
    expect(await db().session.count({ where: { userId: id } })).toBe(2);
    for (const answer of [scripted, plain]) expect(answer.headers.get("cache-control")).toBe("no-store");
    const cookies = plain.headers.getSetCookie();
    expect(cookies.map((cookie) => cookie.split("=")[0])).toEqual([
      "next-auth.session-token",
      "mypages.device",
      "mypages.pending",
    ]);
    for (const cookie of cookies) expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax/);
    expect(cookies[0]).toMatch(/Expires=/);
    expect(scripted.headers.getSetCookie()[0]).not.toMatch(/Expires=/);
  });

  it("gives a partner no session, but the way to the second factor", async () => {
    const { email } = await buildUser({
      passwordHash,
      role: "PARTNER_AGENT",
      partnerId: (await buildPartner()).id,
    });
    const answer = await post({ address: email, password }, byScript);
    expect(await answer.json()).toEqual({ to: "/login/enroll" });
    expect(answer.headers.getSetCookie().map((cookie) => cookie.split("=")[0])).toEqual(["mypages.pending"]);
  });

  it("says the same of a wrong password and an unknown person", async () => {
    const { email } = await buildUser({ passwordHash });
    for (const address of [email, "nobody@mail.example"]) {
      const scripted = await post({ address, password: "wrong" }, byScript);
      expect([scripted.status, await scripted.json()]).toEqual([
        401,
        { problem: { key: "wrong_credentials" } },
      ]);
      const plain = await post({ address, password: "wrong" });
      expect(plain.headers.get("location")).toBe("/login?problem=wrong_credentials");
      expect(scripted.headers.getSetCookie()).toEqual([]);
    }
  });

  it("says how long to wait after too many tries", async () => {
    const { email } = await buildUser({ passwordHash });
    for (let n = 0; n < 10; n++) await post({ address: email, password: "wrong" });
    const scripted = await post({ address: email, password }, byScript);
    expect(scripted.status).toBe(429);
    const { problem } = await scripted.json();
    expect(problem).toEqual({ key: "throttled", minutes: expect.any(Number) });
    const plain = await post({ address: email, password });
    expect(plain.headers.get("location")).toMatch(/^\/login\?problem=throttled&minutes=\d+$/);
  });

  it("takes nothing from another site, and only POST", async () => {
    const { email } = await buildUser({ passwordHash });
    const foreign: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ];
    for (const headers of foreign) {
      const answer = await post({ address: email, password }, headers);
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
    }
    const read = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect([read.status, read.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("tells nonsense at the field, however long it is", async () => {
    const { email } = await buildUser({ passwordHash });
    const problems: [Record<string, string>, number, object][] = [
      [{}, 422, { address: expect.any(String), password: expect.any(String) }],
      [{ address: email, password: "" }, 422, { password: "required" }],
      [{ address: "a@b", password }, 422, { address: "address_format" }],
      [{ address: email, password: "x".repeat(100_000) }, 422, { password: "too_long" }],
      [{ address: email, password: "x".repeat(300_000) }, 413, { password: "too_long" }],
    ];
    for (const [fields, status, expected] of problems) {
      const answer = await post(fields, byScript);
      expect([answer.status, await answer.json()]).toEqual([status, { fields: expected }]);
    }
  });
});
