import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";

type Props = {
  /** What to say once it is saved. */
  saved?: { heading: string; body: ReactNode };
  /** What to say when it was not: `code` is a key of `errors.codes`. */
  failed?: { heading: string; code?: string };
  /** Said beforehand: what a change means for a meeting that is running. */
  beforehand?: string;
};

/** What came of saving a room's form. */
export function SaveOutcome({ saved, failed, beforehand }: Props) {
  const tCodes = useTranslations("errors.codes");
  const code = failed?.code as "unknown" | undefined;
  return (
    <>
      {/* Empty it takes no room, but stays known to screen readers, which else would not say what appears. */}
      <div role="status" className="empty:sr-only">
        {saved && (
          <Alert tone="positive" heading={saved.heading}>
            <p>{saved.body}</p>
          </Alert>
        )}
      </div>
      {failed && (
        <Alert tone="danger" role="alert" heading={failed.heading}>
          {code && tCodes(tCodes.has(code) ? code : "unknown")}
        </Alert>
      )}
      {beforehand && !saved && (
        <Alert tone="info">
          <p>{beforehand}</p>
        </Alert>
      )}
    </>
  );
}
