import "server-only";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { Person } from "@/lib/access";
import { AppError } from "@/lib/errors";
import { requireActor } from "./actor";

/** What a form gets back. `error` and `fields` hold keys of the message catalogue; `values` is what was typed. */
export type FormState = {
  ok?: true;
  error?: string;
  fields?: Record<string, string>;
  values?: Record<string, string>;
};

/** A form's text fields. Files, and a field sent twice, are not text: the first text wins. */
export function textOf(form: FormData): Record<string, string> {
  const entries = [...form.keys()].map((name) => [name, form.get(name)] as const);
  return Object.fromEntries(entries.filter((e): e is [string, string] => typeof e[1] === "string"));
}

/** The first complaint at each field. */
export function fieldErrors(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join(".")] ??= issue.message;
  return fields;
}

/** A server action: who → parse → work → state. Anything unexpected goes on to error.tsx. */
export function formAction<S extends z.ZodType>(
  schema: S,
  work: (actor: Person, input: z.output<S>) => Promise<void>,
) {
  return async (_previous: FormState, form: FormData): Promise<FormState> => {
    const actor = await requireActor();
    const values = textOf(form);
    const parsed = schema.safeParse(values);
    if (!parsed.success) return { fields: fieldErrors(parsed.error), values };
    try {
      await work(actor, parsed.data);
      return { ok: true };
    } catch (error) {
      unstable_rethrow(error); // redirect() and notFound() travel as throws
      if (error instanceof AppError) return { error: error.code, values };
      throw error;
    }
  };
}
