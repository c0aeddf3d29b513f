import { Globe, Hash, Link2, Video } from "lucide-react";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import type { Translate } from "@/lib/i18n";
import type { RoomView } from "@/lib/rooms";

/** All ways to call a room, each to copy. */
export const Addresses = ({
  addresses,
  t,
}: {
  addresses: RoomView["addresses"];
  t: Translate<"rooms.room">;
}) => (
  <ul className="grid divide-y divide-line px-5 pt-2 pb-3 sm:px-6">
    {addresses.videoAddress && (
      <Line
        icon={<Video />}
        label={t("videoAddress")}
        hint={t("videoAddressHint")}
        value={addresses.videoAddress}
      />
    )}
    {addresses.number && (
      <Line icon={<Hash />} label={t("number")} hint={t("numberHint")} value={addresses.number} />
    )}
    {addresses.web && <Line icon={<Globe />} label={t("web")} hint={t("webHint")} value={addresses.web} />}
    {addresses.others.map((value) => (
      <Line key={value} icon={<Link2 />} label={t("other")} value={value} />
    ))}
  </ul>
);

type LineProps = { icon: ReactNode; label: string; hint?: string; value: string };

const Line = ({ icon, label, hint, value }: LineProps) => (
  <li className="flex items-center gap-4 py-3.5">
    <span
      aria-hidden
      className="grid size-9 shrink-0 place-items-center rounded-control bg-sunken text-ink-faint [&_svg]:size-4.5"
    >
      {icon}
    </span>
    <div className="min-w-0 flex-1">
      <p className="text-ink-faint text-xs">{label}</p>
      <p className="font-medium [overflow-wrap:anywhere]">{value}</p>
      {hint && <p className="text-ink-faint text-sm">{hint}</p>}
    </div>
    <CopyButton text={value} thing={label} />
  </li>
);
