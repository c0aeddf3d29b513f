import { actorOrThrow } from "@/app/_server/actor";
import { aliasFrom } from "@/app/_server/alias";
import { handle, readJson } from "@/app/_server/handle";
import { commandLive, liveCommand } from "@/lib/live";

type Context = { params: Promise<{ alias: string }> };

// A route handler, not an action: the browser sends actions one after another, and a host ejects five people in a second.
export const POST = handle<Context>(async (request, { params }) => {
  const alias = aliasFrom((await params).alias);
  const actor = await actorOrThrow();
  await commandLive(actor, alias, await readJson(request, liveCommand));
  return new Response(null, { status: 204 });
});
