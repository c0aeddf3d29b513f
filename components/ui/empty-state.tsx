import type { ReactNode } from "react";

type Props = { icon: ReactNode; title: string; children: ReactNode; action?: ReactNode };

/** What stands where a list would be. Says why it is empty and what to do. */
export const EmptyState = ({ icon, title, children, action }: Props) => (
  <div className="grid justify-items-center gap-4 px-6 py-16 text-center">
    <span
      className="grid size-14 place-items-center rounded-full bg-sunken text-ink-faint [&_svg]:size-6"
      aria-hidden
    >
      {icon}
    </span>
    <div className="grid max-w-md gap-1.5">
      <h2 className="font-semibold text-lg">{title}</h2>
      <p className="text-ink-soft text-sm leading-relaxed">{children}</p>
    </div>
    {action}
  </div>
);
