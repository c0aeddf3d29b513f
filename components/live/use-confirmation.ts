"use client";

import { useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import type { Confirmation } from "@/components/ui/confirm-dialog";
import type { LivePerson } from "@/lib/live/people";

/** From this many people on, ending a meeting asks for the room's name. */
const TYPE_NAME_FROM = 6;

/** The questions that a host is asked before what cannot be undone. */
export function useConfirmation(room: { name: string }) {
  const t = useTranslations("live.confirm");
  const [asked, setAsked] = useState<Confirmation | null>(null);

  const askEject = useCallback(
    (person: LivePerson, isLocked: boolean, onConfirm: () => void) => {
      const body =
        person.kind === "stream"
          ? t("ejectStreamBody")
          : person.place === "lobby"
            ? t("ejectLobbyBody")
            : t(isLocked ? "ejectBodyLocked" : "ejectBody");
      const title = t("ejectTitle", { name: person.name || person.address });
      setAsked({ title, body, action: t("ejectAction"), isDangerous: true, onConfirm });
    },
    [t],
  );

  const askUnlock = useCallback(
    (waiting: number, onConfirm: () => void) =>
      setAsked({
        title: t("unlockTitle", { count: waiting }),
        body: t("unlockBody"),
        action: t("unlockAction", { count: waiting }),
        isDangerous: false,
        onConfirm,
      }),
    [t],
  );

  const askEnd = useCallback(
    (count: number, onConfirm: () => void) => {
      const typed = { text: room.name, prompt: t("endType", { room: room.name }), label: t("endTypeLabel") };
      setAsked({
        title: t("endTitle"),
        body: t("endBody", { count }),
        action: t("endAction"),
        isDangerous: true,
        ...(count >= TYPE_NAME_FROM && { typed }),
        onConfirm,
      });
    },
    [t, room.name],
  );

  const close = useCallback(() => setAsked(null), []);
  return { asked, close, askEject, askUnlock, askEnd };
}
