import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { newSeed } from "../lib/second-factor/totp";

const secret = () => randomBytes(24).toString("base64url");

/** Secrets of an installation that lives on this machine only: the demo's, or a test run's. */
export const newSecrets = () => ({
  SECRET_KEYS: `k1:${randomBytes(32).toString("base64")}`,
  AUTH_SECRET: secret(),
  BRIDGE_POLICY_USERNAME: "bridge-policy",
  BRIDGE_POLICY_PASSWORD: secret(),
  BRIDGE_EVENTS_USERNAME: "bridge-events",
  BRIDGE_EVENTS_PASSWORD: secret(),
  BRIDGE_MANAGEMENT_USERNAME: "portal",
  BRIDGE_MANAGEMENT_PASSWORD: secret(),
  METRICS_USERNAME: "metrics",
  METRICS_PASSWORD: secret(),
});

export type DemoSecrets = ReturnType<typeof newSecrets> & {
  DEMO_PASSWORD: string;
  /** The TOTP seed of the demo's partners and operator, in base32. */
  DEMO_TOTP_SEED: string;
};

/** The demo's secrets, made when they are first needed and kept in a file that only its owner can read. */
export function demoSecrets(file: string): DemoSecrets {
  const kept: Partial<DemoSecrets> = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
  const secrets: DemoSecrets = {
    ...newSecrets(),
    DEMO_PASSWORD: `demo-${randomBytes(6).toString("hex")}`,
    DEMO_TOTP_SEED: newSeed(),
    ...kept,
  };
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}

/** Where the processes of one machine find each other. Ports on loopback. */
export function addresses(ports: { portal: number; bridge: number; mail: number }) {
  const portal = `http://localhost:${ports.portal}`;
  return {
    PUBLIC_URL: portal,
    // An identity provider to try things with is on this machine, too.
    SSO_ALLOW_LOOPBACK_METADATA: "true",
    HOST: "127.0.0.1",
    PORT: String(ports.portal),
    BRIDGE_MANAGEMENT_URL: `http://127.0.0.1:${ports.bridge}`,
    DEMO_BRIDGE_HOST: "127.0.0.1",
    DEMO_BRIDGE_PORT: String(ports.bridge),
    // By number: the bridge must not depend on how this machine resolves "localhost".
    BRIDGE_POLICY_URL: `http://127.0.0.1:${ports.portal}/api/bridge`,
    SMTP_URL: `smtp://127.0.0.1:${ports.mail}`,
    MAIL_FROM: "MyPages <no-reply@mypages.example>",
    MAIL_CATCHER_PORT: String(ports.mail),
    BRIDGE_EVENT_SINK_URL: `http://127.0.0.1:${ports.portal}/api/bridge/events`,
  };
}
