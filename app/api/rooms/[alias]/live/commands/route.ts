import { actorOrThrow } from "@/app/_server/actor";
import { aliasFrom } from "@/app/_server/alias";
import { handle, readJson } from "@/app/_server/handle";
import { commandLive, liveCommand } from "@/lib/live";
import type { PartlyDone } from "@/lib/live/types";

type Context = { params: Promise<{ alias: string }> };

// A route handler, not an action: the browser sends actions one after another, and a host ejects five people in a second.
export const POST = handle<Context>(async (request, { params }) => {
  const alias = aliasFrom((await params).alias);
  const actor = await actorOrThrow();
  const failed = await commandLive(actor, alias, await readJson(request, liveCommand));
  // Nothing to say when all went well.
  if (Object.keys(failed).length === 0) return new Response(null, { status: 204 });
  return Response.json({ failed } satisfies PartlyDone);
});
