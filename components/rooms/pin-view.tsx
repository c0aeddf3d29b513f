"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { CopyButton } from "@/components/ui/copy-button";
import { choiceOf } from "./pin-choice";
import { ShowButton } from "./pin-field";

/** The PINs for a co-host, who may use but not change them. */
export function PinView({ pins }: { pins: { host: string | null; guest: string | null } }) {
  const t = useTranslations("rooms.pins");
  const choice = choiceOf({ host: pins.host ?? "", guest: pins.guest ?? "" });
  return (
    <div className="grid gap-4 px-5 pt-4 pb-5 sm:px-6 sm:pb-6">
      <div className="grid gap-0.5">
        <p className="font-medium">{t(`choices.${choice}.title`)}</p>
        <p className="text-ink-soft text-sm">{t(`choices.${choice}.hint`)}</p>
      </div>
      <dl className="grid gap-3">
        <Pin label={t("host")} pin={pins.host} />
        <Pin label={t("guest")} pin={pins.guest} />
      </dl>
      <p className="text-ink-faint text-sm">{t("readOnly")}</p>
    </div>
  );
}

function Pin({ label, pin }: { label: string; pin: string | null }) {
  const t = useTranslations("rooms.pins");
  const [isShown, setShown] = useState(false);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 sm:grid-cols-[7rem_minmax(0,1fr)_auto]">
      <dt className="col-span-full text-ink-soft text-sm sm:col-span-1">{label}</dt>
      <dd className="font-medium tabular-nums tracking-widest [overflow-wrap:anywhere]">
        {pin === null ? (
          <span className="text-ink-faint tracking-normal">{t("none")}</span>
        ) : isShown ? (
          pin
        ) : (
          "•".repeat(6)
        )}
      </dd>
      <dd className="flex">
        {pin !== null && (
          <>
            <ShowButton label={label} isShown={isShown} onChange={setShown} />
            <CopyButton text={pin} thing={label} />
          </>
        )}
      </dd>
    </div>
  );
}
