import { Disclosure } from "@/components/ui/disclosure";
import type { Translate } from "@/lib/i18n";
import type { ServiceProvider } from "@/lib/sso";
import { CopyValue, Fact, Facts } from "./facts";

const steps = ["s1", "s2", "s3", "s4", "s5"] as const;

/** Identity providers by their own names, and which of our values are entered at which step. */
const guides = [
  { id: "google", name: "Google Workspace", step: "s3", fields: ["acsUrl", "entityId", "nameIdFormat"] },
  {
    id: "entra",
    name: "Microsoft Entra ID",
    step: "s2",
    fields: ["entityId", "acsUrl", "loginUrl", "logoutUrl"],
  },
  { id: "adfs", name: "AD FS", step: "s2", fields: ["entityId"] },
  { id: "ping", name: "PingFederate", step: "s3", fields: ["entityId", "acsUrl", "logoutUrl"] },
  { id: "shibboleth", name: "Shibboleth", step: "s3", fields: ["entityId", "nameIdFormat"] },
] as const satisfies {
  id: string;
  name: string;
  step: (typeof steps)[number];
  fields: (keyof ServiceProvider)[];
}[];

/** Step by step for each product, in the words of its screens, with the exact values to copy. */
export const Guides = ({ values, t }: { values: ServiceProvider; t: Translate<"sso"> }) => (
  <div className="grid gap-1">
    {guides.map((guide) => (
      <Disclosure key={guide.id} name="guide" title={guide.name}>
        <ol className="mt-2 mb-5 grid gap-4 border-line border-l-2 pl-5 text-sm leading-relaxed">
          {steps.map((step, index) => (
            <li key={step} className="grid gap-3">
              <p>
                <span className="mr-2 font-semibold text-ink-soft">{index + 1}.</span>
                {t(`guides.${guide.id}.${step}`)}
              </p>
              {step === guide.step && (
                <div className="rounded-control bg-sunken p-4">
                  <Facts>
                    {guide.fields.map((field) => {
                      const name = t(`guides.${guide.id}.fields.${field}` as "guides.google.fields.acsUrl");
                      return (
                        <Fact key={field} name={name}>
                          <CopyValue value={values[field]} thing={name} />
                        </Fact>
                      );
                    })}
                  </Facts>
                </div>
              )}
            </li>
          ))}
        </ol>
      </Disclosure>
    ))}
  </div>
);
