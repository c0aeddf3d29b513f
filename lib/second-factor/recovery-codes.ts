import { randomInt } from "node:crypto";
import { digestOf } from "../auth";
import type { Prisma } from "../generated/prisma/client";

const COUNT = 10;

// No 0, 1, i, l, o, u: nothing that is mistaken for another when it is read from paper.
const ALPHABET = "23456789abcdefghjkmnpqrstvwxyz";

/** Ten random characters, 49 bits, in two groups. */
const newCode = () => {
  const characters = Array.from({ length: 10 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return `${characters.slice(0, 5)}-${characters.slice(5)}`;
};

const plain = (typed: string) =>
  typed
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");

/** Replaces a person's recovery codes. @returns them, for the only time: only digests are kept */
export async function makeRecoveryCodes(userId: string, via: Prisma.TransactionClient): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, newCode);
  await via.recoveryCode.deleteMany({ where: { userId } });
  await via.recoveryCode.createMany({
    data: codes.map((code) => ({ userId, codeHash: digestOf(plain(code)) })),
  });
  return codes;
}

/** Uses a recovery code up. @returns false when it is none, or was used; of two at the same time one gets false */
export async function takeRecoveryCode(
  userId: string,
  typed: string,
  via: Prisma.TransactionClient,
): Promise<boolean> {
  const { count } = await via.recoveryCode.updateMany({
    where: { userId, codeHash: digestOf(plain(typed)), usedAt: null },
    data: { usedAt: new Date() },
  });
  return count === 1;
}
