import type { ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { Disclosure } from "./disclosure";

/** What somebody reads, and perhaps fills in, before an act. */
export type Question = {
  /** What opens it. */
  opener: string;
  /** The same for those who hear it without what stands around it. */
  openerLabel?: string;
  title: string;
  body: ReactNode;
  fields?: ReactNode;
  confirm: string;
  isDangerous?: boolean;
};

type Props = {
  question: Question;
  action: (form: FormData) => void;
  isBusy: boolean;
  /** Hidden fields that name what it is about. */
  hidden?: Record<string, string>;
  /** Why it was not done; the question stays open with it. */
  problem?: ReactNode;
  className?: string;
};

/** An act after a question, which opens in its place: it asks before, and without, JavaScript as well. */
export const AskedForm = ({ question, action, isBusy, hidden = {}, problem, className }: Props) => (
  <Disclosure
    look={question.isDangerous ? "danger" : "button"}
    title={question.opener}
    label={question.openerLabel}
    open={problem ? true : undefined}
    className={cn("max-w-full", className)}
  >
    <form
      action={action}
      className="mt-3 grid gap-4 rounded-control border border-line bg-sunken p-4 text-left text-sm"
    >
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="grid gap-2">
        <p className="font-semibold [overflow-wrap:anywhere]">{question.title}</p>
        <div className="grid gap-2 text-ink-soft leading-relaxed">{question.body}</div>
      </div>
      {question.fields}
      {problem}
      <div>
        <Button type="submit" size="small" look={question.isDangerous ? "danger" : "primary"} isBusy={isBusy}>
          {question.confirm}
        </Button>
      </div>
    </form>
  </Disclosure>
);
