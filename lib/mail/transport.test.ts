import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import { type Letter, openPost, transportOptions } from "./transport";

const letter: Letter = {
  to: { name: "Ann Lee, 会議 \r\nBcc: <evil@attacker.example>", address: "ann@acme.example" },
  subject: "新しいパスワード",
  text: "Hello",
  html: "<p>Hello</p>",
  messageId: "one@portal.example",
};

let stop = () => {};
afterEach(() => stop());

/** A mail server, and a post office that uses it. */
async function serve(options: SMTPServerOptions) {
  const caught: { mail: ParsedMail; recipients: string[] }[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData(stream, session, done) {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      void simpleParser(stream).then((mail) => {
        caught.push({ mail, recipients });
        done();
      });
    },
    ...options,
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  const { post, close } = openPost(`smtp://127.0.0.1:${port}`, "MyPages <no-reply@mypages.example>");
  stop = () => {
    close();
    server.close();
  };
  return { post, caught };
}

const refusing = (responseCode: number): SMTPServerOptions => ({
  onRcptTo: (_address, _session, done) =>
    done(Object.assign(new Error("no such person: ann@acme.example"), { responseCode })),
});

describe("the way to a mail server", () => {
  it("is one of a pool, with time limits, and encrypted unless it stays on this machine", () => {
    const there = transportOptions("smtp://me:p%40ss@mail.example");
    expect(there).toMatchObject({ pool: true, port: 587, secure: false, requireTLS: true, ignoreTLS: false });
    expect(there.auth).toEqual({ user: "me", pass: "p@ss" });
    for (const limit of [there.connectionTimeout, there.greetingTimeout, there.socketTimeout])
      expect(limit).toBeLessThanOrEqual(30_000);
    expect(transportOptions("smtps://mail.example")).toMatchObject({ port: 465, secure: true });
    expect(transportOptions("smtp://[::1]:2525")).toMatchObject({ host: "::1", requireTLS: false });
    expect(transportOptions("smtp://127.0.0.1:25")).toMatchObject({ requireTLS: false, auth: undefined });
  });

  it("carries a letter to its one reader, whatever the name holds", async () => {
    const { post, caught } = await serve({});
    expect(await post(letter)).toEqual({ ok: true });
    const [{ mail, recipients } = { mail: undefined, recipients: [] }] = caught;
    expect(recipients).toEqual(["ann@acme.example"]);
    expect(mail?.subject).toBe(letter.subject);
    expect(mail?.messageId).toBe("<one@portal.example>");
    expect(mail?.headers.get("auto-submitted")).toBe("auto-generated");
    expect(mail?.bcc).toBeUndefined();
  });

  it("tells a letter that is refused for good from one to try again, in words that name nobody", async () => {
    expect(await (await serve(refusing(550))).post(letter)).toEqual({ ok: false, responseCode: 550 });
    stop();
    for (const code of [421, 451, 530]) {
      const failure = await (await serve(refusing(code))).post(letter).catch((error: Error) => error);
      expect(failure, String(code)).toMatchObject({ name: "MailError" });
      expect((failure as Error).message).not.toContain("ann");
      expect((failure as Error).cause).toBeUndefined();
      stop();
    }
  });

  it("does not give up over wrong credentials, or a server that is away", async () => {
    const { post, close } = openPost("smtp://me:wrong@127.0.0.1:9", "no-reply@mypages.example");
    stop = close;
    await expect(post(letter)).rejects.toMatchObject({ name: "MailError" });
    const server = new SMTPServer({
      authMethods: ["PLAIN"],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) =>
        done(Object.assign(new Error("no"), { responseCode: 535 }), undefined),
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.server.address() as AddressInfo;
    const office = openPost(`smtp://me:wrong@127.0.0.1:${port}`, "no-reply@mypages.example");
    stop = () => {
      office.close();
      server.close();
    };
    await expect(office.post(letter)).rejects.toThrow("EAUTH");
  });
});
