"use client";

import { useCallback, useEffect, useRef } from "react";

/**
 * Keeps the keyboard's place when the row that had it vanishes: the focus goes to the roster's heading instead of the
 * page's start.
 */
export function useFocusKeeper(changes: unknown) {
  const list = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const last = useRef<Element | null>(null);

  useEffect(() => {
    const remember = () => {
      const { activeElement } = document;
      if (activeElement && activeElement !== document.body && !activeElement.closest("[role=alertdialog]"))
        last.current = activeElement;
    };
    document.addEventListener("focusin", remember);
    return () => document.removeEventListener("focusin", remember);
  }, []);

  const seen = useRef(changes);
  useEffect(() => {
    if (seen.current === changes) return;
    seen.current = changes;
    const isLost =
      document.activeElement === document.body && last.current !== null && !last.current.isConnected;
    if (!isLost) return;
    last.current = null;
    heading.current?.focus();
  }, [changes]);

  /** Puts the focus back where it was before a dialog opened. */
  const restore = useCallback(() => {
    if (last.current?.isConnected && last.current instanceof HTMLElement) last.current.focus();
    else heading.current?.focus();
  }, []);

  return { list, heading, restore };
}
