"use client";

import { DoorOpen, Ellipsis, UserMinus, UserStar } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import type { LivePerson } from "@/lib/live/people";
import type { PersonAct } from "./row-actions";

type Props = { person: LivePerson; name: string; isOff: boolean; onAct: PersonAct };

/** What is done to a person less often: their role, and back to the lobby. */
export function PersonMenu({ person, name, isOff, onAct }: Props) {
  const t = useTranslations("live.row");
  const [isOpen, setOpen] = useState(false);
  const isHost = person.role === "host";
  return (
    <Menu open={isOpen && !isOff} onOpenChange={setOpen}>
      <MenuTrigger asChild>
        <Button
          size="small"
          look="quiet"
          icon={<Ellipsis aria-hidden />}
          isOff={isOff}
          aria-label={t("actionsOf", { name })}
        />
      </MenuTrigger>
      <MenuContent>
        <MenuItem
          icon={isHost ? <UserMinus aria-hidden /> : <UserStar aria-hidden />}
          onSelect={() => onAct(isHost ? "make_guest" : "make_host", person)}
        >
          {t(isHost ? "makeGuest" : "makeHost")}
        </MenuItem>
        <MenuItem icon={<DoorOpen aria-hidden />} onSelect={() => onAct("to_lobby", person)}>
          {t("toLobby")}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
