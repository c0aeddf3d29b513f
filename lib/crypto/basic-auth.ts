import { sameSecret } from "./compare";

/** Whether an Authorization header holds these HTTP basic credentials (RFC 7617). */
export const hasCredentials = (
  header: string | null | undefined,
  username: string,
  password: string,
): boolean => sameSecret(header ?? "", `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`);
