"use client";

import { type RefObject, useEffect } from "react";

/** "/" leads to the search field, unless something is being typed. A person can switch it off (WCAG 2.2, 2.1.4). */
export function useSearchShortcut(field: RefObject<HTMLInputElement | null>, isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const press = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping || !field.current)
        return;
      event.preventDefault();
      field.current.focus();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [field, isOn]);
}
