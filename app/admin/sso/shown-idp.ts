import type { ShownIdp } from "@/components/sso/idp-facts";
import { daysLeft, type IdpReading } from "@/lib/sso";

/** A provider in the form that crosses to the browser. */
export const shownIdp = ({
  entityId,
  ssoUrl,
  sloUrl,
  certificates,
}: Omit<IdpReading, "notices">): ShownIdp => ({
  entityId,
  ssoUrl,
  sloUrl,
  certificates: certificates.map((one) => ({
    subject: one.subject,
    fingerprint: one.fingerprint,
    notBefore: one.notBefore.toISOString(),
    notAfter: one.notAfter.toISOString(),
    daysLeft: daysLeft([one]),
  })),
});
