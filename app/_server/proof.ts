import "server-only";
import { redirect } from "next/navigation";
import { isProven, type Viewer } from "@/lib/auth";
import { requireViewer } from "./actor";

/** Where somebody proves anew who they are, to go on to a path of ours. */
export const confirmPath = (to: string): string => `/login/confirm?to=${encodeURIComponent(to)}`;

/** For pages of sensitive acts: who is signed in and has proven it lately, or off to do so and back to this path. */
export async function requireProvenViewer(path: string): Promise<Viewer> {
  const viewer = await requireViewer();
  if (!isProven(viewer)) redirect(confirmPath(path));
  return viewer;
}
