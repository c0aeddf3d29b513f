import type { Metadata } from "next";
import { getTranslations } from "../_server/i18n";
import { LegalPage } from "../_server/legal-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("legal"))("titles.TERMS") };
}

export default function TermsPage() {
  return <LegalPage which="terms" />;
}
