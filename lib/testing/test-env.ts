/** A whole environment for tests. Nothing in it reaches beyond this machine. */
export const testEnv = (databaseUrl: string): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  DATABASE_POOL_SIZE: "8",
  PUBLIC_URL: "http://localhost:3000",
  SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
  AUTH_SECRET: "a secret of the tests only",
  BRIDGE_POLICY_USERNAME: "policy",
  BRIDGE_POLICY_PASSWORD: "policy password of the tests",
  BRIDGE_EVENTS_USERNAME: "events",
  BRIDGE_EVENTS_PASSWORD: "events password of the tests",
  BRIDGE_MANAGEMENT_URL: "http://127.0.0.1:9",
  BRIDGE_MANAGEMENT_USERNAME: "portal",
  BRIDGE_MANAGEMENT_PASSWORD: "management password of the tests",
  SMTP_URL: "smtp://127.0.0.1:9",
  MAIL_FROM: "MyPages <no-reply@mypages.example>",
});
