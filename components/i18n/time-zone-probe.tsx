"use client";

import { useEffect } from "react";

/** Tells the server the browser's time zone when it had to guess. The answer draws the page anew, with the right times. */
export function TimeZoneProbe({ tell }: { tell: (zone: string) => Promise<void> }) {
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    // Nothing depends on it: if it cannot be told now, times stay in UTC and say so.
    if (zone) tell(zone).catch(() => undefined);
  }, [tell]);
  return null;
}
