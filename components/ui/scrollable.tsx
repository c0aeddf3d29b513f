import type { ComponentProps } from "react";

/** A named part of the page that scrolls by itself. */
export const Scrollable = (props: ComponentProps<"section"> & { "aria-label": string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
  <section {...props} tabIndex={0} />
);
