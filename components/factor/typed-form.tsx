import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

type Props = {
  submit: (form: FormData) => void;
  isBusy: boolean;
  label: string;
  /** Another way stands before it: its button is the lesser one. */
  isSecond: boolean;
  children: ReactNode;
};

/** A proof that is typed: a code or a password. */
export const TypedForm = ({ submit, isBusy, label, isSecond, children }: Props) => (
  <form action={submit} noValidate className="grid gap-6">
    {children}
    <Button
      type="submit"
      look={isSecond ? "secondary" : "primary"}
      size="large"
      isBusy={isBusy}
      className="w-full"
    >
      {label}
    </Button>
  </form>
);
