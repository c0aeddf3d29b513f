"use client";

import { AlertDialog } from "radix-ui";
import { type ReactNode, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";
import { inputLook } from "./field";

/** What a person is asked before something that cannot be undone. */
export type Confirmation = {
  title: string;
  body: ReactNode;
  action: string;
  isDangerous: boolean;
  /** When given, the button works only after this has been typed. */
  typed?: { text: string; prompt: string; label: string };
  onConfirm: () => void;
};

type Props = {
  asked: Confirmation | null;
  onClose: () => void;
  /** Puts the focus back where it makes sense; what opened the dialog may be gone by then. */
  onReturnFocus: () => void;
};

/** Asks before it acts. Cancel has the focus, so that Enter pressed too often does no harm. */
export const ConfirmDialog = ({ asked, onClose, onReturnFocus }: Props) => (
  <AlertDialog.Root open={asked !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
    <AlertDialog.Portal>
      <AlertDialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
      <AlertDialog.Content
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          onReturnFocus();
        }}
        className="fixed inset-x-4 bottom-4 z-50 mx-auto grid max-h-[calc(100dvh-2rem)] max-w-md animate-appear gap-5 overflow-y-auto rounded-card border border-line bg-raised p-6 shadow-raised sm:top-[18vh] sm:bottom-auto"
      >
        {asked && <Question asked={asked} onClose={onClose} />}
      </AlertDialog.Content>
    </AlertDialog.Portal>
  </AlertDialog.Root>
);

function Question({ asked, onClose }: { asked: Confirmation; onClose: () => void }) {
  const t = useTranslations("common");
  const id = useId();
  const [typed, setTyped] = useState("");
  const isReady = !asked.typed || typed.trim() === asked.typed.text.trim();
  const confirm = () => {
    onClose();
    asked.onConfirm();
  };
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) confirm();
      }}
    >
      <div className="grid gap-2">
        <AlertDialog.Title className="font-semibold text-lg leading-snug [overflow-wrap:anywhere]">
          {asked.title}
        </AlertDialog.Title>
        <AlertDialog.Description asChild>
          <div className="grid gap-2 text-ink-soft text-sm leading-relaxed">{asked.body}</div>
        </AlertDialog.Description>
      </div>
      {asked.typed && (
        <div className="grid gap-1.5">
          <p id={id} className="text-sm">
            {asked.typed.prompt}
          </p>
          <input
            aria-label={asked.typed.label}
            aria-describedby={id}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            className={inputLook}
          />
        </div>
      )}
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        <AlertDialog.Cancel asChild>
          <Button look="secondary">{t("cancel")}</Button>
        </AlertDialog.Cancel>
        <Button type="submit" look={asked.isDangerous ? "danger" : "primary"} isOff={!isReady}>
          {asked.action}
        </Button>
      </div>
    </form>
  );
}
