import { getTranslations } from "@/app/_server/i18n";
import { ChangePasswordForm } from "@/components/security/change-password-form";
import { Card, CardHead } from "@/components/ui/card";
import { hasPassword, type Viewer } from "@/lib/auth";
import { knownWords } from "@/lib/auth/new-password";
import { changePasswordAction } from "../actions";

/** The password: changing it, or that there is none. */
export async function PasswordSection({ viewer }: { viewer: Viewer }) {
  const [has, t] = await Promise.all([hasPassword(viewer.actor.userId), getTranslations("security")]);
  return (
    <Card aria-labelledby="password-title">
      <CardHead
        id="password-title"
        title={t("password.title")}
        hint={t(has ? "password.hint" : "password.none")}
      />
      {has ? (
        <ChangePasswordForm email={viewer.email} known={knownWords(viewer)} change={changePasswordAction} />
      ) : (
        <div className="pb-6" />
      )}
    </Card>
  );
}
