import "server-only";
import { notFound } from "next/navigation";
import { AppError } from "@/lib/errors";

/** `getRoom(…).catch(orNotFound)`: what may not be seen is not there, with the same page as nonsense. */
export function orNotFound(error: unknown): never {
  if (error instanceof AppError && (error.code === "not_found" || error.code === "forbidden")) notFound();
  throw error;
}
