"use client";

import type { ComponentProps, ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Divider } from "@/components/ui/divider";
import { PasskeyButton } from "./passkey-button";

type Props = ComponentProps<typeof PasskeyButton> & {
  /** What a passkey is, for somebody who has none yet. */
  intro?: string;
  /** Why the passkey was refused, in words. */
  refusal?: string;
  /** Leads over to the other way. */
  or: string;
  /** The other way, which is the only one without script. */
  children: ReactNode;
};

/** A passkey, for nobody can be tricked out of it, and below it another way. */
export const PasskeyFirst = ({ intro, refusal, or, children, ...button }: Props) => (
  <div className="grid gap-6">
    <div className="grid gap-3 noscript:hidden">
      {intro && <p className="text-ink-soft text-sm">{intro}</p>}
      {refusal && (
        <Alert tone="danger" role="alert">
          {refusal}
        </Alert>
      )}
      <PasskeyButton {...button} />
    </div>
    <Divider className="noscript:hidden">{or}</Divider>
    {children}
  </div>
);
