import { unseal } from "../crypto";
import { pool } from "../db";
import { MAIL_JOB, MAIL_PLACE, type QueuedMail } from "../mail";

/** The payloads of the jobs of one name that wait, oldest first. */
export async function waitingJobs(identifier: string): Promise<{ sealed: string }[]> {
  const { rows } = await pool().query<{ payload: { sealed: string } }>(
    `SELECT j.payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     WHERE t.identifier = $1 ORDER BY j.id`,
    [identifier],
  );
  return rows.map((row) => row.payload);
}

/** The mails that wait for a person, oldest first. */
export async function waitingMails(userId: string): Promise<QueuedMail[]> {
  const mails = (await waitingJobs(MAIL_JOB)).map(
    ({ sealed }): QueuedMail => JSON.parse(unseal(sealed, MAIL_PLACE)),
  );
  return mails.filter((mail) => mail.userId === userId);
}

/** The token in the link of the newest mail that waits for a person. */
export async function newestToken(userId: string): Promise<string> {
  const mail = (await waitingMails(userId)).at(-1);
  return new URL(mail?.path ?? "", "http://portal.invalid").searchParams.get("token") ?? "";
}
