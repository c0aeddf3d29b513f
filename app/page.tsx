import { redirect } from "next/navigation";
import { currentViewer } from "./_server/actor";

export default async function StartPage() {
  const viewer = await currentViewer();
  if (!viewer) redirect("/login");
  redirect(viewer.actor.kind === "operator" ? "/profile/security" : "/rooms");
}
