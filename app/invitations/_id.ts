import "server-only";
import { notFound } from "next/navigation";
import { z } from "zod";

/** An invitation's id from an address; what is none is not there. */
export function idFrom(part: string): string {
  const parsed = z.uuid().safeParse(part);
  return parsed.success ? parsed.data : notFound();
}
