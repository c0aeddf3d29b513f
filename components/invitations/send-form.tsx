"use client";

import { Send } from "lucide-react";
import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";

/** What the action answers: how many mails are on their way, or the code of what went wrong. */
export type SendState = { sent?: { queued: number; held: number }; error?: string };

type Props = {
  id: string;
  /** Guests who have not been told of the meeting as it is now. */
  waiting: number;
  /** Some of them were told of it as it was before. */
  isChange: boolean;
  send: (previous: SendState, form: FormData) => Promise<SendState>;
};

/** Mails those guests who have not been told yet, and says what came of it. */
export function SendForm({ id, waiting, isChange, send }: Props) {
  const t = useTranslations("invitations.mail");
  const tCodes = useTranslations("errors.codes");
  const [state, submit, isBusy] = useActionState(send, {});
  const code = state.error as "unknown" | undefined;
  return (
    <div className="grid gap-3">
      <form action={submit} className="flex flex-wrap items-center gap-3">
        <input type="hidden" name="id" value={id} />
        {waiting > 0 ? (
          <Button
            type="submit"
            look="primary"
            isBusy={isBusy}
            icon={<Send aria-hidden />}
            className="max-sm:w-full"
          >
            {t(isChange ? "resend" : "send", { count: waiting })}
          </Button>
        ) : (
          <p className="text-ink-soft text-sm">{t("allTold")}</p>
        )}
      </form>
      <div role="status" className="empty:sr-only">
        {state.sent && (
          <Alert tone={state.sent.held > 0 ? "warning" : "positive"}>
            <p>{t("done", { count: state.sent.queued })}</p>
            {state.sent.held > 0 && <p>{t("held", { count: state.sent.held })}</p>}
          </Alert>
        )}
      </div>
      {code && (
        <Alert tone="danger" role="alert">
          {tCodes(tCodes.has(code) ? code : "unknown")}
        </Alert>
      )}
    </div>
  );
}
