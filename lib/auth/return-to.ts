/**
 * A path of ours to go to after signing in, or `fallback` for anything else: another site, a scheme, and what browsers
 * would read as either (`//host`, `/\host`, control characters).
 */
export function safeReturnTo(value: unknown, fallback: string): string {
  if (typeof value !== "string" || value.length > 2000) return fallback;
  // Browsers drop control characters and spaces, which can turn a path into a host.
  if (!/^\/(?![/\\])/.test(value) || /[\\\p{Cc} ]/u.test(value)) return fallback;
  const base = "http://portal.invalid";
  try {
    const url = new URL(value, base);
    return url.origin === base && !url.pathname.startsWith("//")
      ? `${url.pathname}${url.search}${url.hash}`
      : fallback;
  } catch {
    return fallback;
  }
}
