"use client";

import { Lock, LockOpen, Mic, MicOff, PhoneOff } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import type { LiveConference } from "@/lib/live/types";
import { FailureNote } from "./failure-note";
import type { RoomCommand, RoomStatus } from "./row-status";

type Props = {
  conference: LiveConference;
  status: RoomStatus | null;
  isOff: boolean;
  onCommand: (command: RoomCommand) => void;
  onDismiss: () => void;
};

/** Commands for the whole meeting. Ending stands apart from the everyday ones. */
export function LiveControls({ conference, status, isOff, onCommand, onDismiss }: Props) {
  const t = useTranslations("live.controls");
  const underWay = status && status.phase !== "failed" ? status.command : null;
  const isBusy = (...commands: RoomCommand[]) => underWay !== null && commands.includes(underWay);
  const { locked, guestsMuted } = conference;
  return (
    <section aria-label={t("label")} className="grid gap-2">
      <div className="flex flex-wrap items-start gap-x-8 gap-y-6">
        <div className="grid flex-1 basis-72 gap-2">
          <div className="flex flex-wrap items-center gap-3">
            <Button
              look={locked ? "primary" : "secondary"}
              icon={locked ? <LockOpen aria-hidden /> : <Lock aria-hidden />}
              isBusy={isBusy("lock", "unlock")}
              isOff={isOff}
              aria-describedby="lock-hint"
              onClick={() => onCommand(locked ? "unlock" : "lock")}
            >
              {t(
                underWay === "lock"
                  ? "locking"
                  : underWay === "unlock"
                    ? "unlocking"
                    : locked
                      ? "unlock"
                      : "lock",
              )}
            </Button>
            <Button
              icon={guestsMuted ? <Mic aria-hidden /> : <MicOff aria-hidden />}
              isBusy={isBusy("mute_guests", "unmute_guests")}
              isOff={isOff}
              onClick={() => onCommand(guestsMuted ? "unmute_guests" : "mute_guests")}
            >
              {t(guestsMuted ? "unmuteGuests" : "muteGuests")}
            </Button>
          </div>
          <p id="lock-hint" className="max-w-prose text-ink-faint text-sm">
            {t(locked ? "lockedHint" : "lockHint")}
          </p>
        </div>
        <Button
          look="dangerQuiet"
          icon={<PhoneOff aria-hidden />}
          isBusy={isBusy("end")}
          isOff={isOff}
          onClick={() => onCommand("end")}
          className="max-sm:w-full"
        >
          {t(underWay === "end" ? "ending" : "end")}
        </Button>
      </div>
      {status?.phase === "failed" && <FailureNote code={status.code} onDismiss={onDismiss} />}
    </section>
  );
}
