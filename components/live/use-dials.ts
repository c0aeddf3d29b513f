"use client";

import { useCallback, useEffect, useState } from "react";
import { type Dial, followed } from "./dials";
import type { Roster } from "./roster-state";

/** The calls that were made from this page and are not answered, as the roster shows them. */
export function useDials({ conference, legs, dialEnds }: Roster) {
  const [dials, setDials] = useState<readonly Dial[]>([]);
  useEffect(() => {
    setDials((before) => {
      const after = before.map((dial) => followed(dial, { conference, legs, dialEnds }));
      return after.every((dial, index) => dial === before[index])
        ? before
        : after.filter(({ phase }) => phase !== "answered");
    });
  }, [conference, legs, dialEnds]);
  const add = useCallback(
    ({ legIds, name }: { legIds: string[]; name: string }) =>
      setDials((before) => [
        ...before,
        // It may have been answered, or refused, before the answer to the command was here.
        followed({ legIds, name, isSeen: false, phase: "calling" }, { conference, legs, dialEnds }),
      ]),
    [conference, legs, dialEnds],
  );
  const dismiss = useCallback(
    (dial: Dial) => setDials((before) => before.filter((other) => other !== dial)),
    [],
  );
  return { dials: dials.filter(({ phase }) => phase !== "answered"), add, dismiss };
}
