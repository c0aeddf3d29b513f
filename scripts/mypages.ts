// The operator's command line: `npm run mypages -- <noun> <verb> --option value …`.
import { parseArgs } from "node:util";
import { z } from "zod";
import * as activation from "../lib/activation";
import { verifyAudit } from "../lib/audit";
import { personAddress } from "../lib/auth/input";
import { closeDb } from "../lib/db";
import * as directory from "../lib/directory";
import { AppError } from "../lib/errors";
import { resealAll } from "../lib/jobs/reseal";
import { sourceInput } from "../lib/legal";
import * as legal from "./legal-commands";
import * as sso from "./sso-commands";

type Command = {
  options: z.ZodObject;
  /** The option that may come first, without its name. */
  subject?: string;
  run(input: never): Promise<string>;
};

const command = <S extends z.ZodObject>(
  options: S,
  run: (input: z.output<S>) => Promise<string>,
  subject?: keyof z.input<S> & string,
): Command => ({ options, run, subject });

const commands: Record<string, Command> = {
  "partner create": command(
    directory.newPartner,
    async (input) => `partner ${(await directory.createPartner(input)).slug}`,
  ),
  "organization create": command(
    directory.newOrganization,
    async (input) => `organization ${(await directory.createOrganization(input)).slug}`,
  ),
  "user create": command(
    directory.newUser,
    async (input) => `user ${(await directory.createUser(input)).email}`,
  ),
  "user invite": command(activation.newInvitation, async (input) => {
    await activation.inviteUser(input, null);
    return `invited ${input.email}`;
  }),
  "user invite-again": command(z.object({ email: personAddress }), async ({ email }) => {
    await activation.inviteAgain(email, null);
    return `invited ${email} again; older links work no more`;
  }),
  "room create": command(
    directory.newRoom,
    async (input) => `room ${(await directory.createRoom(input)).alias}`,
  ),
  "org set-sso": command(sso.setSsoOptions, sso.setSso, "organization"),
  "domain claim": command(sso.domainOptions, sso.claim),
  "domain verify": command(sso.domainOptions, sso.vouch),
  "legal publish": command(legal.publishOptions, legal.publish),
  "partner set-legal": command(sourceInput, legal.setSource),
  "audit verify": command(
    z.object({
      /** A head that an earlier run printed, as NUMBER:HASH. */
      head: z
        .string()
        .regex(/^\d+:[0-9a-f]{64}$/, "NUMBER:HASH, as printed by an earlier run")
        .optional(),
    }),
    verifyAuditLog,
  ),
  "secrets reseal": command(
    z.object({}),
    async () => `${await resealAll()} secrets sealed with the active key`,
  ),
};

/** Proves the chain of the audit log, and says so. @throws {AppError} `conflict` when it does not hold */
async function verifyAuditLog({ head: given }: { head?: string }): Promise<string> {
  const [id = "", hash = ""] = given?.split(":") ?? [];
  const { count, first, head, breaks, knowsAnchor } = await verifyAudit(
    given ? { anchor: { id, hash } } : {},
  );
  const words = {
    changed: "was changed",
    unchained: "does not follow",
    missing_before: "has lost what came before",
  };
  const faults = breaks.map((one) => `event ${one.id} ${words[one.what]}`);
  if (knowsAnchor === false) faults.push(`event ${id} with that hash is not in the log`);
  if (faults.length > 0)
    throw new AppError("conflict", `The audit log does not hold:\n  ${faults.join("\n  ")}`);
  if (!head) return "The audit log is empty";
  return `${count} audit events, from ${first} on, hold together. Keep this head elsewhere: ${head.id}:${head.hash}`;
}

const usageOf = (option: string, subject?: string) => {
  if (option === "password") return "(MYPAGES_PASSWORD)";
  return option === subject ? `<${option}>` : `--${option}`;
};

const usage = Object.entries(commands)
  .map(
    ([name, { options, subject }]) =>
      `  ${name} ${Object.keys(options.shape)
        .map((option) => usageOf(option, subject))
        .join(" ")}`,
  )
  .join("\n");

/** Options that are only there or not. */
const isSwitch = (option: unknown) =>
  option instanceof z.ZodDefault && option.def.innerType instanceof z.ZodBoolean;

async function main(args: string[]): Promise<string> {
  const chosen = commands[args.slice(0, 2).join(" ")];
  if (!chosen) throw new AppError("invalid_input", `Commands:\n${usage}`);
  const names = Object.keys(chosen.options.shape);
  const { shape } = chosen.options;
  const { values, positionals } = parseArgs({
    args: args.slice(2),
    options: Object.fromEntries(
      names.map((name) => [name, { type: isSwitch(shape[name]) ? "boolean" : "string" } as const]),
    ),
    allowPositionals: chosen.subject !== undefined,
  });
  const [subject, ...tooMany] = positionals;
  if (tooMany.length > 0) throw new AppError("invalid_input", `What is ${tooMany[0]}?`);
  const named = chosen.subject && subject ? { [chosen.subject]: subject, ...values } : values;
  // A password in an argument is seen by everyone on the machine: it comes from the environment.
  const input = names.includes("password") ? { ...named, password: process.env.MYPAGES_PASSWORD } : named;
  const parsed = chosen.options.safeParse(input);
  if (!parsed.success) throw new AppError("invalid_input", z.prettifyError(parsed.error));
  return chosen.run(parsed.data as never);
}

try {
  console.log(await main(process.argv.slice(2)));
} catch (error) {
  const isOurs =
    error instanceof AppError || (error as NodeJS.ErrnoException).code?.startsWith("ERR_PARSE_ARGS");
  console.error(isOurs ? (error as Error).message : error);
  process.exitCode = 1;
} finally {
  await closeDb();
}
