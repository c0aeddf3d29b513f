import "server-only";
import { redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import type { Person } from "@/lib/access";
import type { Viewer } from "@/lib/auth";
import { authOptions } from "@/lib/auth/next-auth";
import { AppError } from "@/lib/errors";

/** Who is signed in, or null. Read once a request, however many components ask. */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const session = await getServerSession(authOptions());
  return session?.viewer ?? null;
});

/** For pages and actions: who is signed in, or off to the sign-in page. */
export async function requireViewer(): Promise<Viewer> {
  return (await currentViewer()) ?? redirect("/login");
}

/** For pages and actions: the actor to hand to lib. */
export const requireActor = async (): Promise<Person> => (await requireViewer()).actor;

/** For route handlers, which answer instead of redirecting. @throws {AppError} `unauthenticated` */
export async function actorOrThrow(): Promise<Person> {
  const viewer = await currentViewer();
  if (!viewer) throw new AppError("unauthenticated");
  return viewer.actor;
}
