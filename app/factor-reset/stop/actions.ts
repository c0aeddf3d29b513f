"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { requestOrigin } from "@/app/_server/cookies";
import { stopReset } from "@/lib/second-factor";
import { STOP_COOKIE, STOP_PATH } from "./cookie";

/** Stops the reset; the page then says how it stands, whoever was quicker. */
export async function stopAction(): Promise<void> {
  const token = (await cookies()).get(STOP_COOKIE)?.value;
  const { remoteAddress } = await requestOrigin();
  if (token) await stopReset(token, remoteAddress);
  revalidatePath(STOP_PATH);
}
