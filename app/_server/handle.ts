import "server-only";
import type { z } from "zod";
import { env } from "@/lib/env";
import { AppError, httpStatus } from "@/lib/errors";
import { readLimitedJson } from "./limited-json";

const BODY_BYTES_MAX = 64 * 1024;

/** Writes come from our own pages: actions check that by themselves, route handlers do not. */
function comesFromUs(request: Request): boolean {
  const origin = request.headers.get("origin");
  return origin === env().PUBLIC_URL && request.headers.get("sec-fetch-site") !== "cross-site";
}

/** Wraps a route handler: refuses foreign origins on writes, and turns an AppError into its status and `{ code }`. */
export function handle<Context>(work: (request: Request, context: Context) => Promise<Response>) {
  return async (request: Request, context: Context): Promise<Response> => {
    try {
      const isWrite = request.method !== "GET" && request.method !== "HEAD";
      if (isWrite && !comesFromUs(request)) throw new AppError("forbidden");
      return await work(request, context);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return Response.json(
        { code: error.code },
        { status: httpStatus[error.code], headers: { "cache-control": "no-store" } },
      );
    }
  };
}

/** Reads and checks a JSON body. @throws {AppError} `invalid_input` */
export async function readJson<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  const body = await readLimitedJson(request, BODY_BYTES_MAX);
  const parsed = schema.safeParse(body.ok ? body.value : undefined);
  if (!parsed.success) throw new AppError("invalid_input");
  return parsed.data;
}
