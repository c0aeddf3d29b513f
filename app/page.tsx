import { redirect } from "next/navigation";
import { currentViewer } from "./_server/actor";

export default async function StartPage() {
  redirect((await currentViewer()) ? "/rooms" : "/login");
}
