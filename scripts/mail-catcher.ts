// A mail server that delivers to nobody: each mail becomes two files, as it was sent (.eml) and to be read (.txt).
// The demo and the browser tests use it.
import fs from "node:fs";
import path from "node:path";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { log } from "../lib/log";

const { MAIL_CATCHER_PORT = "0", MAIL_CATCHER_DIRECTORY } = process.env;
if (!MAIL_CATCHER_DIRECTORY) throw new Error("MAIL_CATCHER_DIRECTORY is not set");
const directory = MAIL_CATCHER_DIRECTORY;
// Links in mails let people in.
fs.mkdirSync(directory, { recursive: true, mode: 0o700 });

let count = 0;

async function keep(raw: Buffer, recipients: string[]): Promise<void> {
  const { subject, text, date } = await simpleParser(raw);
  const stamp = new Date().toISOString().replace(/[^0-9T]/g, "");
  const to = recipients.join(",").replace(/[^a-z0-9@.,_-]/gi, "_");
  const name = path.join(directory, `${stamp}-${String(++count).padStart(4, "0")}-${to.slice(0, 120)}`);
  const readable = `To: ${recipients.join(", ")}\nDate: ${date?.toISOString()}\nSubject: ${subject}\n\n${text}`;
  fs.writeFileSync(`${name}.txt`, readable, { mode: 0o600 });
  // Whoever waits for the mail looks for this file: it appears whole.
  fs.writeFileSync(`${name}.part`, raw, { mode: 0o600 });
  fs.renameSync(`${name}.part`, `${name}.eml`);
}

const server = new SMTPServer({
  disabledCommands: ["AUTH", "STARTTLS"],
  logger: false,
  onData(stream, session, done) {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      keep(Buffer.concat(chunks), recipients).then(
        () => done(),
        (error: Error) => done(error),
      );
    });
  },
});
server.on("error", (error) => log.warn({ err: error }, "mail_catcher.failed"));
server.listen(Number(MAIL_CATCHER_PORT), "127.0.0.1", () => log.info("mail_catcher.started"));

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => server.close(() => process.exit(0)));
}
