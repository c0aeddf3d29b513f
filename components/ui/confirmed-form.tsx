"use client";

import { type ReactNode, useRef, useState } from "react";
import { type Confirmation, ConfirmDialog } from "./confirm-dialog";

type Props = {
  action: (form: FormData) => void;
  question: Omit<Confirmation, "onConfirm">;
  /** Fields, and the button that the focus goes back to. */
  children: ReactNode;
};

/** A form that asks before it is sent. Without script it is sent at once. */
export function ConfirmedForm({ action, question, children }: Props) {
  const [asked, setAsked] = useState<Confirmation | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const isSure = useRef(false);
  const onConfirm = () => {
    isSure.current = true;
    form.current?.requestSubmit();
  };
  return (
    <>
      <form
        ref={form}
        action={action}
        onSubmit={(event) => {
          if (isSure.current) {
            isSure.current = false;
            return;
          }
          event.preventDefault();
          setAsked({ ...question, onConfirm });
        }}
      >
        {children}
      </form>
      {/* Beside the form, not in it: the dialog's own submit would bubble into it and ask again. */}
      <ConfirmDialog
        asked={asked}
        onClose={() => setAsked(null)}
        onReturnFocus={() => form.current?.querySelector("button")?.focus()}
      />
    </>
  );
}
