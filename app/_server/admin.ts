import "server-only";
import { notFound, redirect } from "next/navigation";
import { isProven, type Viewer } from "@/lib/auth";
import { requireViewer } from "./actor";
import { confirmPath } from "./proof";

/** Somebody signed in who is an organization's admin. */
type Admin = Omit<Viewer, "actor"> & { actor: { kind: "org_admin"; userId: string; organizationId: string } };

/** For pages and actions below /admin: the organization's admin. To everybody else these addresses are not there. */
export async function requireAdmin(): Promise<Admin> {
  const { actor, ...viewer } = await requireViewer();
  if (actor.kind !== "org_admin") notFound();
  return { ...viewer, actor: { ...actor, kind: actor.kind } };
}

/** For pages of sensitive acts: the admin who has lately proven who they are, or off to do so and back to this path. */
export async function requireProvenAdmin(path: string): Promise<Admin> {
  const admin = await requireAdmin();
  if (!isProven(admin)) redirect(confirmPath(path));
  return admin;
}
