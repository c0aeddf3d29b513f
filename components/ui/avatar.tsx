import { cn } from "./cn";

/** The first letters of the first and the last word; for scripts without them, the first letter alone. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._@-]+/).filter((word) => /\p{L}/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => /\p{L}/u.exec(word ?? "")?.[0] ?? "",
  );
  const [first = "", last = ""] = letters;
  return (
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(first) ? first : first + last
  ).toUpperCase();
}

/** Initials in a circle. Decoration: the name stands beside it. */
export const Avatar = ({ name, className }: { name: string; className?: string }) => (
  <span
    aria-hidden
    className={cn(
      "grid size-8 shrink-0 select-none place-items-center rounded-full bg-accent-soft font-semibold text-accent-deep text-xs",
      className,
    )}
  >
    {initialsOf(name) || "#"}
  </span>
);
