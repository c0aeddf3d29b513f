"use client";

import { type ChangeEvent, useActionState, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { useFirstRefused } from "@/components/ui/answers";
import { Button } from "@/components/ui/button";
import { Field, TextArea } from "@/components/ui/field";
import { IdpFacts, type ShownIdp } from "./idp-facts";
import { type Problem, ProblemAlert, useProblemText } from "./problem";

export const metadataSources = ["address", "file", "text"] as const;
type Source = (typeof metadataSources)[number];

/** What reading metadata answers: what is wrong with it, or what would be saved. */
export type ImportState = {
  source?: Source;
  values?: { address: string; text: string };
  problem?: Problem;
  preview?: {
    idp: ShownIdp;
    notices: string[];
    /** What is saved, as it was read: JSON. */
    plain: string;
    metadataUrl: string;
    /** How it stands to the provider of now, when there is one. */
    over: "same" | "other" | null;
  };
};

export type SaveState = { problem?: Problem };

type Props = {
  bytesMax: number;
  /** Where the present provider's metadata is. */
  address?: string;
  read: (previous: ImportState, form: FormData) => Promise<ImportState>;
  save: (previous: SaveState, form: FormData) => Promise<SaveState>;
};

/** Takes a provider's metadata, shows what is in it, and saves it. Two plain forms, one after the other. */
export function ImportForm({ bytesMax, address, read, save }: Props) {
  const [state, submit, isBusy] = useActionState(read, {});
  const [leftState, setLeftState] = useState<ImportState | null>(null);
  if (state.preview && state !== leftState)
    return <Preview preview={state.preview} save={save} onBack={() => setLeftState(state)} />;
  return <SourceForm state={state} bytesMax={bytesMax} address={address} submit={submit} isBusy={isBusy} />;
}

type SourceProps = Pick<Props, "bytesMax" | "address"> & {
  state: ImportState;
  submit: (form: FormData) => void;
  isBusy: boolean;
};

function SourceForm({ state, bytesMax, address, submit, isBusy }: SourceProps) {
  const t = useTranslations("sso.import");
  const textOf = useProblemText();
  const form = useFirstRefused(state);
  const [isTooLarge, setTooLarge] = useState(false);
  const chosen = state.source ?? "address";
  const problem = isTooLarge ? { key: "too_large" } : state.problem;
  const isGeneral = problem?.key === "proof_required" || problem?.key === "unknown";
  const errorAt = (source: Source) =>
    problem && !isGeneral && (isTooLarge ? source === "file" : source === chosen)
      ? textOf(problem)
      : undefined;

  // What is far too large would not even arrive.
  const look = ({ target }: ChangeEvent<HTMLInputElement>) =>
    setTooLarge((target.files?.[0]?.size ?? 0) > bytesMax);

  return (
    <form
      ref={form}
      action={submit}
      onSubmit={(event) => isTooLarge && event.preventDefault()}
      noValidate
      className="group/source grid gap-5"
    >
      {isGeneral && <ProblemAlert problem={problem} />}
      <fieldset className="grid gap-2.5 sm:grid-cols-3">
        <legend className="mb-2 font-medium text-sm">{t("legend")}</legend>
        {metadataSources.map((source) => (
          <label
            key={source}
            className="flex items-start gap-3 rounded-control border border-line p-3.5 text-sm transition-colors hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
          >
            <input
              key={chosen}
              type="radio"
              name="source"
              value={source}
              data-source={source}
              defaultChecked={source === chosen}
              aria-describedby={`source-${source}-hint`}
              className="mt-0.5 size-5 shrink-0 appearance-none rounded-full border border-line-strong bg-surface outline-none checked:border-[6px] checked:border-accent"
            />
            <span className="grid gap-0.5">
              <span className="font-medium">{t(`sources.${source}`)}</span>
              <span id={`source-${source}-hint`} className="text-ink-soft">
                {t(`sourceHints.${source}`)}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="hidden group-has-[[data-source=address]:checked]/source:block">
        <Field
          id="metadata-address"
          name="address"
          type="url"
          label={t("address")}
          hint={t("addressHint")}
          error={errorAt("address")}
          defaultValue={state.values?.address ?? address}
          maxLength={2048}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
        />
      </div>
      <div className="hidden group-has-[[data-source=file]:checked]/source:block">
        <Field
          id="metadata-file"
          name="file"
          type="file"
          accept=".xml,application/xml,text/xml,application/samlmetadata+xml"
          label={t("file")}
          error={errorAt("file")}
          onChange={look}
          className="py-2 text-sm file:mr-3 file:rounded-control file:border-0 file:bg-sunken file:px-3 file:py-1 file:font-medium file:text-ink"
        />
      </div>
      <div className="hidden group-has-[[data-source=text]:checked]/source:block">
        <TextArea
          id="metadata-text"
          name="text"
          label={t("text")}
          error={errorAt("text")}
          rows={8}
          defaultValue={state.values?.text}
          spellCheck={false}
          className="font-mono text-[0.8125rem]"
        />
      </div>
      <div>
        <Button type="submit" look="primary" isBusy={isBusy} className="w-full sm:w-auto">
          {t("read")}
        </Button>
      </div>
    </form>
  );
}

type PreviewProps = Pick<Props, "save"> & {
  preview: NonNullable<ImportState["preview"]>;
  onBack: () => void;
};

function Preview({ preview, save, onBack }: PreviewProps) {
  const t = useTranslations("sso.import");
  const [state, submit, isBusy] = useActionState(save, {});
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <form action={submit} className="grid gap-5">
      <div className="grid gap-1">
        <h3 ref={heading} tabIndex={-1} className="font-semibold outline-none">
          {t("previewTitle")}
        </h3>
        <p className="text-ink-soft text-sm">{t("previewHint")}</p>
      </div>
      <ProblemAlert problem={state.problem} />
      {preview.over && (
        <Alert tone={preview.over === "other" ? "warning" : "info"} heading={t(`${preview.over}Title`)}>
          {t(`${preview.over}Body`)}
        </Alert>
      )}
      <IdpFacts idp={preview.idp} />
      {preview.notices.length > 0 && (
        <Alert tone="info">
          {preview.notices.map((notice) => (
            <p key={notice}>{t(`notices.${notice as "no_logout"}`)}</p>
          ))}
        </Alert>
      )}
      <input type="hidden" name="idp" value={preview.plain} />
      <input type="hidden" name="metadataUrl" value={preview.metadataUrl} />
      <div className="flex flex-col gap-3 sm:flex-row">
        <Button type="submit" look="primary" isBusy={isBusy}>
          {t("save")}
        </Button>
        <Button onClick={onBack} className="noscript:hidden">
          {t("back")}
        </Button>
      </div>
    </form>
  );
}
