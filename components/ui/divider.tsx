/** A line with a word between two ways to the same end. */
export const Divider = ({ children, className }: { children: string; className?: string }) => (
  <p
    className={`flex items-center gap-3 text-ink-faint text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line ${className ?? ""}`}
  >
    {children}
  </p>
);
