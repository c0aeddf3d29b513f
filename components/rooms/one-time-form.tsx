"use client";

import { Zap } from "lucide-react";
import { useActionState } from "react";
import { Button } from "@/components/ui/button";

type Props = {
  create: () => Promise<{ isBusy?: true }>;
  words: { create: string; busy: string };
};

/** Makes a one-time room with one click. */
export function OneTimeForm({ create, words }: Props) {
  const [state, submit, isBusy] = useActionState(create, {});
  return (
    <form action={submit} className="grid gap-1">
      <Button type="submit" className="w-full" icon={<Zap aria-hidden />} isBusy={isBusy}>
        {words.create}
      </Button>
      <p role="alert" className="text-danger text-sm empty:hidden">
        {state.isBusy && words.busy}
      </p>
    </form>
  );
}
