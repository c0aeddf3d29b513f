import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PeoplePage } from "@/app/_people/people-page";
import { requireViewer } from "@/app/_server/actor";
import { getTranslations } from "@/app/_server/i18n";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people"))("title") };
}

export default async function OperatorPeoplePage({ searchParams }: PageProps<"/operator/people">) {
  const viewer = await requireViewer();
  if (viewer.actor.kind !== "operator") notFound();
  return <PeoplePage viewer={viewer} path="/operator/people" query={await searchParams} />;
}
