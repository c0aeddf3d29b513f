import { Fact, Facts } from "@/components/sso/facts";
import type { Formatter, Translate } from "@/lib/i18n";
import type { SamlReport } from "@/lib/saml/report";

const plainFields = [
  "issuer",
  "nameId",
  "nameIdFormat",
  "audience",
  "recipient",
  "notBefore",
  "notOnOrAfter",
  "sessionIndex",
  "authnContext",
] as const;

type AssertionProps = {
  assertion: NonNullable<SamlReport["assertion"]>;
  t: Translate<"sso.test">;
  format: Formatter;
};

/** What the provider said of the person, as it was read. */
export function Assertion({ assertion, t, format }: AssertionProps) {
  const shown = (field: (typeof plainFields)[number]) => {
    const value = assertion[field];
    if (!value) return <span className="text-ink-soft">{t("none")}</span>;
    const isTime = field === "notBefore" || field === "notOnOrAfter";
    return isTime && !Number.isNaN(Date.parse(value)) ? format.dateTime(new Date(value), "moment") : value;
  };
  return (
    <>
      <Facts>
        {plainFields.map((field) => (
          <Fact key={field} name={t(`fields.${field}`)}>
            {shown(field)}
          </Fact>
        ))}
      </Facts>
      <div className="grid gap-3">
        <h3 className="font-semibold text-sm">{t("attributes")}</h3>
        {assertion.attributes.length === 0 ? (
          <p className="text-ink-soft text-sm">{t("noAttributes")}</p>
        ) : (
          <table className="w-full text-left text-sm">
            <thead className="text-ink-soft">
              <tr>
                <th scope="col" className="w-1/2 py-1.5 pr-4 font-medium">
                  {t("attribute")}
                </th>
                <th scope="col" className="py-1.5 font-medium">
                  {t("value")}
                </th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line border-line border-t align-top [overflow-wrap:anywhere]">
              {assertion.attributes.map(({ name, values }) => (
                <tr key={name}>
                  <th scope="row" className="py-1.5 pr-4 font-normal">
                    {name}
                  </th>
                  <td className="py-1.5">{values.join(", ")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </>
  );
}
