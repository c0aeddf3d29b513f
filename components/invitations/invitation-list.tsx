import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import type { Formatter, Translate } from "@/lib/i18n";
import type { InvitationLine } from "@/lib/invitations";

type Props = { invitations: InvitationLine[]; t: Translate<"invitations">; format: Formatter };

/** The invitations: a table where there is width for it, else a line for each. */
export const InvitationList = ({ invitations, t, format }: Props) => {
  const head = "px-6 py-3 text-left font-medium text-ink-faint text-xs max-md:sr-only";
  const cell = "md:px-6 md:py-4 md:align-middle";
  return (
    <table className="block w-full md:table">
      <caption className="sr-only">{t("title")}</caption>
      <thead className="block md:table-header-group">
        <tr className="block border-line md:table-row md:border-b">
          {(["title", "when", "room", "guests"] as const).map((column) => (
            <th key={column} scope="col" className={head}>
              {t(`columns.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="block divide-y divide-line md:table-row-group">
        {invitations.map((one) => (
          <tr
            key={one.id}
            className="relative flex flex-wrap items-center gap-x-3 gap-y-1 px-5 py-4 transition-colors hover:bg-hover md:table-row"
          >
            <th scope="row" className={`w-full text-left font-normal md:w-[38%] ${cell}`}>
              {/* The whole line leads to the invitation; the link itself stays one. */}
              <Link
                href={`/invitations/${one.id}`}
                className="font-semibold [overflow-wrap:anywhere] after:absolute after:inset-0 hover:underline hover:underline-offset-4"
              >
                {one.title}
              </Link>
              {one.state === "cancelled" && (
                <Badge tone="danger" className="ml-2.5">
                  {t("cancelled")}
                </Badge>
              )}
            </th>
            <td className={`text-sm max-md:w-full ${cell}`}>
              {format.dateTime(new Date(one.startsAt), "moment")}
            </td>
            <td className={`text-ink-soft text-sm [overflow-wrap:anywhere] ${cell}`}>{one.room.name}</td>
            <td className={`text-ink-soft text-sm ${cell}`}>{t("guestCount", { count: one.guestCount })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
