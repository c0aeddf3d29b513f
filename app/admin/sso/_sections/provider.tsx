import { getTranslations } from "@/app/_server/i18n";
import { Fact, Facts } from "@/components/sso/facts";
import { IdpFacts } from "@/components/sso/idp-facts";
import { ImportForm } from "@/components/sso/import-form";
import { RemoveForm } from "@/components/sso/remove-form";
import { Card, CardHead } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { METADATA_BYTES_MAX, type SignInSettings } from "@/lib/sso";
import { readMetadataAction, removeIdpAction, saveIdpAction } from "../actions";
import { shownIdp } from "../shown-idp";

/** The identity provider: what we know of it, and taking its metadata. */
export async function ProviderSection({ settings }: { settings: SignInSettings }) {
  const t = await getTranslations("sso");
  const { provider } = settings;
  const form = (
    <ImportForm
      bytesMax={METADATA_BYTES_MAX}
      address={provider?.metadataUrl ?? undefined}
      read={readMetadataAction}
      save={saveIdpAction}
    />
  );
  return (
    <Card aria-labelledby="provider">
      <CardHead id="provider" title={t("provider.title")} hint={t("provider.hint")} />
      <div className="grid gap-6 p-5 sm:p-6">
        {provider ? (
          <>
            <IdpFacts idp={shownIdp(provider)} />
            <Facts>
              <Fact name={t("provider.source")}>
                {provider.metadataUrl
                  ? t("provider.daily", { address: provider.metadataUrl })
                  : t("provider.document")}
              </Fact>
            </Facts>
            <div className="grid gap-3">
              <Disclosure look="button" title={t("provider.change")}>
                <div className="mt-5">{form}</div>
              </Disclosure>
              <RemoveForm
                question={{
                  opener: t("provider.remove"),
                  title: t("provider.removeTitle", { entityId: provider.entityId }),
                  body: t("provider.removeBody"),
                  confirm: t("provider.removeButton"),
                }}
                remove={removeIdpAction}
              />
            </div>
          </>
        ) : (
          <>
            <p className="text-sm">{t("provider.none")}</p>
            {form}
          </>
        )}
      </div>
    </Card>
  );
}
