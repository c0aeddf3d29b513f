"use client";

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { failureText } from "./failure-text";

type Props = { code: string | undefined; onDismiss: () => void; className?: string };

/** Says what a command failed of, where it was given, until it is dismissed. */
export function FailureNote({ code, onDismiss, className }: Props) {
  const t = useTranslations("live");
  return (
    <p role="alert" className={cn("flex items-start gap-2 text-danger text-sm", className)}>
      {failureText(t, code)}
      <button
        type="button"
        aria-label={t("row.dismiss")}
        onClick={onDismiss}
        className="touchable -my-1 inline-grid size-6 shrink-0 place-items-center rounded-control hover:bg-hover"
      >
        <X aria-hidden className="size-4" />
      </button>
    </p>
  );
}
