import { describe, expect, it } from "vitest";
import { seal, unseal } from "../crypto";
import { db, pool } from "../db";
import { env } from "../env";
import { buildUser } from "../testing/factories";
import { waitingJobs } from "../testing/queue";
import { Day } from "../time";
import { deliver } from "./deliver";
import { MAIL_JOB, MAIL_PLACE, type Mail, mailLater } from "./index";
import type { Letter, Post } from "./transport";

/** A post office that keeps what it is given. */
function office(posted: Awaited<ReturnType<Post>> = { ok: true }) {
  const letters: Letter[] = [];
  const post: Post = async (letter) => {
    letters.push(letter);
    return posted;
  };
  return { letters, post };
}

/** What waits in the queue for one person, as the worker gets it. */
const jobsOf = async (userId: string) =>
  (await waitingJobs(MAIL_JOB)).filter(({ sealed }) => unseal(sealed, MAIL_PLACE).includes(userId));

const send = async (mail: Mail, post: Post) => {
  await mailLater(mail);
  const [job] = (await jobsOf(mail.userId)).slice(-1);
  await deliver(job, post);
};

describe("a queued mail", () => {
  it("goes to its reader, with links at our own address only", async () => {
    const user = await buildUser({ locale: "ja", timeZone: "Asia/Tokyo", displayName: "会議 太郎" });
    const { letters, post } = office();
    const until = new Date(Date.now() + Day.ms).toISOString();
    await send({ template: "recover", userId: user.id, path: "/recover/open?token=abc", until }, post);
    const [letter] = letters;
    expect(letter?.to).toEqual({ name: "会議 太郎", address: user.email });
    expect(letter?.subject).toContain("パスワード");
    expect(letter?.text).toContain(`${env().PUBLIC_URL}/recover/open?token=abc`);
    expect(letter?.text).toContain("JST");
    expect(letter?.messageId).toMatch(/^[\w-]{22}@localhost$/);
  });

  it("says nothing in the queue that lets anybody in", async () => {
    const user = await buildUser();
    await mailLater({ template: "recover", userId: user.id, path: "/recover/open?token=planted" });
    const { rows } = await pool().query(`SELECT j::text AS text FROM graphile_worker._private_jobs j`);
    expect(JSON.stringify(rows)).not.toMatch(/planted|recover/);
  });

  it("is rolled back with the transaction that queued it", async () => {
    const user = await buildUser();
    const failing = db().$transaction(async (tx) => {
      await mailLater({ template: "passwordChanged", userId: user.id }, tx);
      throw new Error("rolled back");
    });
    await expect(failing).rejects.toThrow("rolled back");
    expect(await jobsOf(user.id)).toEqual([]);
  });

  it("is dropped when it is too late, or the reader's account is closed", async () => {
    const { letters, post } = office();
    const user = await buildUser();
    const over = new Date(Date.now() - 1000).toISOString();
    await send({ template: "recover", userId: user.id, path: "/x", until: over }, post);
    for (const state of ["SUSPENDED", "TERMINATED"] as const) {
      await db().user.update({ where: { id: user.id }, data: { state } });
      await send({ template: "passwordChanged", userId: user.id }, post);
    }
    // Somebody invited hears of the invitation only.
    await db().user.update({ where: { id: user.id }, data: { state: "INVITED" } });
    await send({ template: "passwordChanged", userId: user.id }, post);
    expect(letters).toHaveLength(0);
    await send({ template: "activate", userId: user.id, path: "/x" }, post);
    expect(letters).toHaveLength(1);
    await db().user.delete({ where: { id: user.id } });
    await deliver((await jobsOf(user.id)).at(-1), post);
    expect(letters).toHaveLength(1);
  });

  it("is tried again with the same number when the mail server is away, and not when it refused", async () => {
    const user = await buildUser();
    await mailLater({ template: "passwordChanged", userId: user.id });
    const [job] = await jobsOf(user.id);
    const { letters, post } = office();
    await expect(
      deliver(job, async (letter) => {
        letters.push(letter);
        throw new Error("away");
      }),
    ).rejects.toThrow("away");
    await deliver(job, post);
    expect(letters[0]?.messageId).toBe(letters[1]?.messageId);
    await expect(deliver(job, office({ ok: false, responseCode: 550 }).post)).resolves.toBeUndefined();
  });

  it("waits while no mail server is configured", async () => {
    const user = await buildUser();
    const { SMTP_URL, MAIL_FROM } = env();
    Object.assign(env(), { SMTP_URL: undefined, MAIL_FROM: undefined });
    const mail = { template: "passwordChanged", userId: user.id, queuedAt: new Date().toISOString() };
    const job = { sealed: seal(JSON.stringify(mail), MAIL_PLACE) };
    await expect(deliver(job)).rejects.toMatchObject({ name: "MailError" });
    Object.assign(env(), { SMTP_URL, MAIL_FROM });
  });
});
