import { describe, expect, it } from "vitest";
import { readEnv } from "./env";
import { testEnv } from "./testing/test-env";

const good = testEnv("postgresql://portal@db.example/mypages");

describe("the environment", () => {
  it("is taken when it is complete", () => {
    const env = readEnv({ ...good, BRIDGE_TELEPHONE_GATEWAYS: "PSTN.example, 192.0.2.7 ," });
    expect(env.SECRET_KEYS[0]?.key).toHaveLength(32);
    expect(env.BRIDGE_TELEPHONE_GATEWAYS).toEqual(["pstn.example", "192.0.2.7"]);
  });

  it("is refused with every bad variable named, and no value shown", () => {
    const bad = { ...good, AUTH_SECRET: "short", SECRET_KEYS: "k1:tooshort", DATABASE_URL: undefined };
    const message = (() => {
      try {
        readEnv(bad);
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    })();
    for (const name of ["AUTH_SECRET", "SECRET_KEYS", "DATABASE_URL"]) expect(message).toContain(name);
    for (const value of ["short", "tooshort"]) expect(message).not.toContain(`${value} `);
    expect(message).not.toContain("k1:");
  });

  it("insists on https, except on this machine", () => {
    expect(() => readEnv({ ...good, PUBLIC_URL: "http://portal.example" })).toThrow("https");
    expect(() => readEnv({ ...good, PUBLIC_URL: "https://portal.example/path" })).toThrow("origin");
    expect(readEnv({ ...good, PUBLIC_URL: "https://portal.example/" }).PUBLIC_URL).toBe(
      "https://portal.example",
    );
  });

  it("takes a mail server with its sender, and names what it cannot use", () => {
    const mail = (SMTP_URL?: string, MAIL_FROM?: string) => () => readEnv({ ...good, SMTP_URL, MAIL_FROM });
    expect(mail()).not.toThrow();
    expect(mail("smtps://me:p%40ss@mail.example:465", "MyPages <no-reply@mypages.example>")).not.toThrow();
    expect(mail("smtp://127.0.0.1:25/", "no-reply@mypages.example")).not.toThrow();
    expect(mail("smtp://mail.example", undefined)).toThrow("MAIL_FROM");
    expect(mail("https://mail.example", "a@b.example")).toThrow("SMTP_URL");
    // Options in the address would be lost without a word.
    expect(mail("smtp://mail.example?requireTLS=false", "a@b.example")).toThrow("SMTP_URL");
    for (const odd of ["MyPages", "a@b@c", "x <a@b.example>\r\nBcc: <c@d.example>", "<a@b.example>"])
      expect(mail("smtp://mail.example", odd)).toThrow("MAIL_FROM");
  });

  it("lets metadata come from this machine only where the portal is on it, too", () => {
    const on = { ...good, SSO_ALLOW_LOOPBACK_METADATA: "true" };
    expect(readEnv(good).SSO_ALLOW_LOOPBACK_METADATA).toBe(false);
    expect(readEnv(on).SSO_ALLOW_LOOPBACK_METADATA).toBe(true);
    expect(() => readEnv({ ...on, PUBLIC_URL: "https://portal.example" })).toThrow("SSO_ALLOW_LOOPBACK");
  });

  it("takes addresses of DNS servers, and no names", () => {
    const servers = (DNS_SERVERS: string) => readEnv({ ...good, DNS_SERVERS }).DNS_SERVERS;
    expect(servers("192.0.2.1, 192.0.2.1:53,2001:db8::1,[2001:db8::1]:53")).toHaveLength(4);
    for (const bad of ["dns.example", "192.0.2.1:x", "192.0.2"])
      expect(() => servers(bad)).toThrow("DNS_SERVERS");
  });
});
