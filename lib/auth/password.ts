import { hashPool } from "./hash-pool";

/** argon2id (the package's default) at OWASP's first choice: 19 MiB, two passes, one lane. About 35 ms a hash. */
const COST = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

/** The same characters typed on another keyboard or system are the same password (NIST SP 800-63B-4, 3.1.1.2: NFC). */
const normalized = (password: string) => password.normalize("NFC");

/** Hashes a password for the database, as a PHC string. @throws {AppError} `too_many_requests` */
export const hashPassword = (password: string): Promise<string> =>
  hashPool().run<string>({ password: normalized(password), cost: COST });

let decoy: Promise<string> | undefined;

/**
 * Whether the password is right. Takes as long for a person who is unknown, or has no password (`null`), as for one
 * who has, so that time does not tell them apart.
 * @throws {AppError} `too_many_requests`
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword("no one has this password");
  const matches = await hashPool().run<boolean>({
    password: normalized(password),
    stored: stored ?? (await decoy),
  });
  return matches && stored !== null;
}
