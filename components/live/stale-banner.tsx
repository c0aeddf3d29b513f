"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import type { Over, Staleness } from "./roster-state";

/** Says that what is shown may be out of date, since when, and why. */
export function StaleBanner({
  staleness,
  isControlled,
}: {
  staleness: Staleness | null;
  isControlled: boolean;
}) {
  const t = useTranslations("live.stale");
  const format = useFormatter();
  return (
    <div role="status">
      {staleness && (
        <Alert
          tone="warning"
          heading={t("title", { time: format.dateTime(new Date(staleness.since), "second") })}
        >
          <p>
            {t(staleness.why)} {isControlled && t("disabled")}
          </p>
        </Alert>
      )}
    </div>
  );
}

/** Takes the place of a roster that will not come back by itself. */
export function OverNotice({ over }: { over: Over }) {
  const t = useTranslations("live.over");
  const isSignedOut = over === "signed_out";
  return (
    <Alert
      tone="info"
      role="alert"
      heading={t(isSignedOut ? "signedOut" : "gone")}
      aside={
        <ButtonLink href={isSignedOut ? "/login" : "/rooms"} look="primary" size="small" prefetch={false}>
          {t(isSignedOut ? "signIn" : "toRooms")}
        </ButtonLink>
      }
    >
      <p>{t(isSignedOut ? "signedOutBody" : "goneBody")}</p>
    </Alert>
  );
}
