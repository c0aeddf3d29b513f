"use client";

import { useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import type { Confirmation } from "@/components/ui/confirm-dialog";
import type { LivePerson } from "@/lib/live/people";
import type { KnownPeople } from "@/lib/live/types";
import { WhoIsMeant } from "./who-is-meant";

/** From this many people on, ending a meeting asks for the room's name. */
const TYPE_NAME_FROM = 6;

/** The questions that a host is asked before what cannot be undone. */
export function useConfirmation(room: { name: string }, known: KnownPeople) {
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

  /** Asks before several people, or one, are put out or sent to the lobby, by name. */
  const askGroup = useCallback(
    (
      command: "eject" | "to_lobby",
      people: readonly LivePerson[],
      meeting: { isLocked: boolean; keepsHost: boolean },
      onConfirm: () => void,
    ) => {
      const { isLocked, keepsHost } = meeting;
      const count = people.length;
      const isEject = command === "eject";
      const body = (
        <>
          <p>{isEject ? t(isLocked ? "groupEjectBodyLocked" : "groupEjectBody") : t("toLobbyBody")}</p>
          {!isEject && !isLocked && <p>{t("toLobbyLocks")}</p>}
          <WhoIsMeant people={people} known={known} />
          {!keepsHost && <p className="font-medium text-danger">{t("noHostStays")}</p>}
        </>
      );
      setAsked({
        title: t(isEject ? "groupEjectTitle" : "toLobbyTitle", { count }),
        body,
        action: t(isEject ? "groupEjectAction" : "toLobbyAction", { count }),
        isDangerous: isEject,
        onConfirm,
      });
    },
    [t, known],
  );

  const askRole = useCallback(
    (command: "make_host" | "make_guest", person: LivePerson, onConfirm: () => void) => {
      const isHost = command === "make_host";
      setAsked({
        title: t(isHost ? "makeHostTitle" : "makeGuestTitle", { name: person.name || person.address }),
        body: (
          <>
            <p>{t(isHost ? "makeHostBody" : "noHostStays")}</p>
            {isHost && !person.identified && (
              <p className="font-medium text-danger">{t("makeHostUnknown")}</p>
            )}
          </>
        ),
        action: t(isHost ? "makeHostAction" : "makeGuestAction"),
        isDangerous: false,
        onConfirm,
      });
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
  return { asked, close, askEject, askGroup, askRole, askUnlock, askEnd };
}
