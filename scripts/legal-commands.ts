// The operator's commands for terms and privacy policies of resellers.
import fs from "node:fs";
import { z } from "zod";
import { AppError } from "../lib/errors";
import { newLegalText, publishPartnerText, setLegalSource, type sourceInput } from "../lib/legal";

export const publishOptions = newLegalText.omit({ body: true }).extend({ file: z.string().min(1) });

/** @throws {AppError} */
function bodyIn(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    throw new AppError("invalid_input", `cannot read ${file}`);
  }
}

/** Publishes a file as a reseller's text. @throws {AppError} */
export async function publish({ file, ...about }: z.output<typeof publishOptions>): Promise<string> {
  const text = newLegalText.safeParse({ ...about, body: bodyIn(file) });
  if (!text.success) throw new AppError("invalid_input", z.prettifyError(text.error));
  const { version, isShown } = await publishPartnerText(text.data);
  const note = isShown ? "" : "; it is shown once the partner's source is own (partner set-legal)";
  return `version ${version} of the ${about.kind} of ${about.partner}, ${about.locale}${note}`;
}

/** Decides whose texts a reseller's people accept. @throws {AppError} */
export async function setSource(input: z.output<typeof sourceInput>): Promise<string> {
  const hasOwn = await setLegalSource(input);
  const isMissing = input.source === "OWN" && !hasOwn;
  return `partner ${input.partner}${isMissing ? ": no text of its own yet, the service's apply until then" : ""}`;
}
