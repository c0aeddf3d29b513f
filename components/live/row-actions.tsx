"use client";

import { LoaderCircle, Mic, MicOff, UserCheck, UserX } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import type { LivePerson } from "@/lib/live/people";
import { FailureNote } from "./failure-note";
import { PersonMenu } from "./person-menu";
import { isInside } from "./roster-view";
import type { PersonCommand, PersonStatus } from "./row-status";

export type PersonAct = (command: PersonCommand, person: LivePerson) => void;

type Props = {
  person: LivePerson;
  status: PersonStatus | undefined;
  onAct: PersonAct;
  isOff: boolean;
  onDismiss: (key: string) => void;
};

/** What can be done to one person, and how the last of it went. */
export function RowActions({ person, status, onAct, isOff, onDismiss }: Props) {
  const t = useTranslations("live");
  const name = person.name || person.address || t("row.noName");
  const isUnderWay = status !== undefined && status.phase !== "failed";
  const button = (
    command: PersonCommand,
    text: string,
    icon: React.ReactNode,
    look: "secondary" | "quiet" | "dangerQuiet" | "primary",
  ) => (
    <Button
      size="small"
      look={look}
      icon={icon}
      isOff={isOff || isUnderWay}
      aria-label={t("row.actionOn", { action: text, name })}
      onClick={() => onAct(command, person)}
    >
      {text}
    </Button>
  );
  return (
    <div className="flex flex-wrap items-center gap-2 max-md:pl-11 md:justify-end">
      {isUnderWay && (
        <span role="status" className="inline-flex items-center gap-1.5 text-ink-soft text-sm">
          <LoaderCircle aria-hidden className="size-4 animate-turn" />
          {t(`row.pending.${status.command}`)}
        </span>
      )}
      {person.place === "lobby" && button("admit", t("row.admit"), <UserCheck aria-hidden />, "primary")}
      {isInside(person) &&
        (person.muted
          ? button("unmute", t("row.unmute"), <Mic aria-hidden />, "quiet")
          : button("mute", t("row.mute"), <MicOff aria-hidden />, "quiet"))}
      {button("eject", t("row.remove"), <UserX aria-hidden />, "dangerQuiet")}
      {isInside(person) && (
        <PersonMenu person={person} name={name} isOff={isOff || isUnderWay} onAct={onAct} />
      )}
      {status?.phase === "failed" && (
        <FailureNote
          code={status.code}
          onDismiss={() => onDismiss(person.key)}
          className="basis-full md:justify-end"
        />
      )}
    </div>
  );
}
