"use server";

import { refresh } from "next/cache";
import { formAction } from "@/app/_server/form-action";
import { setPins } from "@/lib/rooms";
import { setPinsInput } from "@/lib/rooms/input";

export const setPinsAction = formAction(setPinsInput, async (actor, input) => {
  await setPins(actor, input);
  refresh();
});
