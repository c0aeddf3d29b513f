"use client";

import { useActionState } from "react";
import { Button } from "@/components/ui/button";

/** One button that stops a reset. Nothing is lost by it, so nobody is asked. */
export function StopForm({
  action,
  label,
  size = "large",
}: {
  action: () => Promise<void>;
  label: string;
  size?: "medium" | "large";
}) {
  const [, submit, isBusy] = useActionState(action, undefined);
  return (
    <form action={submit}>
      <Button type="submit" look="primary" size={size} isBusy={isBusy} className="w-full">
        {label}
      </Button>
    </form>
  );
}
