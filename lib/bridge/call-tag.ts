import { createHmac } from "node:crypto";
import { sameSecret } from "../crypto";
import { env } from "../env";

/**
 * The call tag is how a leg's registration travels: the bridge knows it only while it asks for participant policy
 * (`registered`), and sends the tag of our answer back with every event. The tag is signed over room and caller,
 * because a browser client may set a call tag of its own.
 */
const signature = (serviceTag: string, callerAlias: string) =>
  createHmac("sha256", env().AUTH_SECRET)
    .update(`on-net\n${serviceTag}\n${callerAlias}`)
    .digest("base64url")
    .slice(0, 22);

/** The tag for a caller who is registered with the service, or for one who is not. */
export const callTagFor = (registered: boolean, serviceTag: string, callerAlias: string): string =>
  registered ? `mp1.on.${signature(serviceTag, callerAlias)}` : "mp1.off";

/** Whether a leg's tag proves that its caller was registered. No tag, or a foreign one, proves nothing. */
export function provesOnNet(callTag: string, serviceTag: string, callerAlias: string): boolean {
  const [version, net, given] = callTag.split(".");
  return (
    version === "mp1" && net === "on" && !!given && sameSecret(given, signature(serviceTag, callerAlias))
  );
}
