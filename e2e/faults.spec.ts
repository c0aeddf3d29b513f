import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Page } from "playwright/test";
import type { BridgeState } from "../lib/demo-bridge";
import { startPostgres } from "../scripts/postgres";
import { runScript, type Service } from "../scripts/processes";
import { prepareStack, type Stack, startDemoBridge } from "../scripts/stack";
import { expect, PASSWORD, test } from "./fixtures";
import { LivePage } from "./pages/live-page";
import { LoginPage } from "./pages/login-page";

// A whole service of its own: what is broken here must not trouble the other tests.
test.describe.configure({ mode: "serial", timeout: 120_000 });

let stack: Stack;
let portal: Service;
let bridgeUrl: string;
let authorization: string;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  stack = await prepareStack();
  portal = await stack.startPortal();
  await startDemoBridge(stack);
  stack.start("worker", "scripts/worker.ts");
  bridgeUrl = stack.env.BRIDGE_MANAGEMENT_URL ?? "";
  const credentials = `${stack.env.BRIDGE_MANAGEMENT_USERNAME}:${stack.env.BRIDGE_MANAGEMENT_PASSWORD}`;
  authorization = `Basic ${Buffer.from(credentials).toString("base64")}`;
  const make = (...args: string[]) =>
    runScript("scripts/mypages.ts", args, { ...stack.env, MYPAGES_PASSWORD: PASSWORD });
  await make("partner", "create", "--slug", "nordic", "--name", "Nordic");
  await make(
    "organization",
    "create",
    "--slug",
    "acme",
    "--name",
    "Acme",
    "--partner",
    "nordic",
    "--domain",
    "acme.vc.example",
  );
  await make(
    "user",
    "create",
    "--email",
    "host@acme.example",
    "--name",
    "Hana Host",
    "--organization",
    "acme",
  );
  await make(
    "room",
    "create",
    "--alias",
    "host.acme",
    "--name",
    "Hana's room",
    "--owner",
    "host@acme.example",
  );
});

test.afterAll(async () => {
  await stack?.stop();
});

async function demo<T>(method: string, path: string, body?: object): Promise<T> {
  const headers = { authorization, "content-type": "application/json" };
  const response = await fetch(`${bridgeUrl}/demo/v1/${path}`, {
    method,
    headers,
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (response.status === 204 ? null : await response.json()) as T;
}

/** The ids of the legs that the bridge has, and those that the portal shows: each list sorted. */
async function legs(): Promise<{ bridge: string[]; portal: string[] }> {
  const state = await demo<BridgeState>("GET", "state");
  const bridge = state.conferences.flatMap((c) =>
    c.participants.flatMap((p) => p.legs.map((leg) => leg.legId)),
  );
  const client = new pg.Client(stack.env.DATABASE_URL);
  await client.connect();
  const { rows } = await client.query<{ id: string }>(
    `SELECT p."id" FROM "Participant" p JOIN "Conference" c ON c."id" = p."conferenceId"
     WHERE p."leftAt" IS NULL AND c."endedAt" IS NULL`,
  );
  await client.end();
  return { bridge: bridge.sort(), portal: rows.map((row) => row.id).sort() };
}

const status = async (path: string): Promise<number> => {
  const options = {
    redirect: "manual",
    headers: { accept: "text/html" },
    signal: AbortSignal.timeout(5000),
  } as const;
  const response = await fetch(`${stack.env.PUBLIC_URL}${path}`, options).catch(() => null);
  return response?.status ?? 0;
};

test("a portal that is killed in the middle of ingestion loses nobody and doubles nobody", async () => {
  const load = { rooms: ["host.acme"], participants: 150, eventsPerSecond: 60, seconds: 12, seed: 11 };
  const { id } = await demo<{ id: number }>("POST", "load", load);
  const report = () => demo<{ phase: string; joined: number }>("GET", `load/${id}`);
  await expect
    .poll(async () => (await report()).joined, { timeout: 30_000, intervals: [50] })
    .toBeGreaterThan(50);
  for (const aliveMs of [700, 1100, 400, 1600]) {
    await sleep(aliveMs);
    portal.child.kill("SIGKILL");
    await sleep(300);
    portal = await stack.startPortal();
  }
  // Callers whom nobody could answer for were refused; whoever got in must be seen, once.
  await expect.poll(async () => (await report()).phase, { timeout: 60_000 }).toBe("done");
  await expect
    .poll(
      async () => {
        const { bridge, portal: seen } = await legs();
        return {
          missing: bridge.filter((leg) => !seen.includes(leg)),
          ghosts: seen.filter((leg) => !bridge.includes(leg)),
        };
      },
      { timeout: 60_000 },
    )
    .toEqual({ missing: [], ghosts: [] });
  expect((await legs()).bridge.length).toBeGreaterThan(50);
});

/** Signs in and opens the live page of the room. */
async function openLive(page: Page): Promise<LivePage> {
  await page.goto(`${stack.env.PUBLIC_URL}/login`);
  await new LoginPage(page).signIn("host@acme.example", PASSWORD);
  await page.waitForURL("**/rooms");
  return LivePage.open(page, "host.acme", stack.env.PUBLIC_URL);
}

const notLive = (page: Page) => page.getByRole("main").getByText(/Not live since \d/);

test("an open roster outlives the portal: it says that it is not live, then shows who came meanwhile", async ({
  page,
}) => {
  const live = await openLive(page);
  await expect(live.button("Lock")).toBeEnabled({ timeout: 30_000 });
  portal.child.kill("SIGKILL");
  await expect(notLive(page)).toBeVisible();
  await expect(live.button("Lock")).toBeDisabled();
  portal = await stack.startPortal();
  await demo("POST", "calls", {
    alias: "host.acme",
    displayName: "Came meanwhile",
    protocol: "SIP",
    encryption: "On",
  });
  await expect(notLive(page)).toBeHidden({ timeout: 20_000 });
  // While the portal was away the bridge's pauses between its tries have grown, up to ten seconds.
  await expect(live.row("Came meanwhile")).toBeVisible({ timeout: 20_000 });
});

test("a bridge that is away is said so, in the roster and to whoever presses a button, and heals by itself", async ({
  page,
}) => {
  const live = await openLive(page);
  await expect(live.button("Lock")).toBeEnabled({ timeout: 30_000 });
  // First the commands alone: with the rest of the bridge away, the buttons would soon be switched off.
  await demo("POST", "faults", { commandStatus: 500 });
  await live.button("Lock").click();
  const startedAt = Date.now();
  await expect(
    page
      .getByRole("main")
      .getByText(/The video bridge does not answer/)
      .first(),
  ).toBeVisible({ timeout: 5000 });
  expect(Date.now() - startedAt).toBeLessThan(5000);
  await demo("POST", "faults", { managementStatus: 500 });
  await expect(notLive(page)).toBeVisible({ timeout: 20_000 });
  await expect(live.button("Lock")).toBeDisabled();

  await demo("POST", "faults", { managementStatus: 0, commandStatus: 0 });
  await expect(notLive(page)).toBeHidden({ timeout: 30_000 });
  await expect(live.button("Lock")).toBeEnabled();
});

test("a database that is away for 20 seconds: 503 at once, nothing crashes, and all is well again", async () => {
  const pid = portal.child.pid;
  await stack.postgres.stop();
  await expect.poll(() => status("/login"), { timeout: 4000 }).toBe(503);
  for (const path of [
    "/login",
    "/rooms",
    "/api/ready",
    "/api/bridge/policy/v1/service/configuration?local_alias=x",
  ]) {
    const startedAt = Date.now();
    expect([503, 401], path).toContain(await status(path));
    expect(Date.now() - startedAt, path).toBeLessThan(2500);
  }
  expect(await status("/api/health")).toBe(200);
  // Somebody calls meanwhile: policy is away, so the bridge's own rooms decide, and events wait on the node.
  await sleep(20_000);
  await startPostgres({ directory: stack.postgresDirectory, port: stack.postgres.port });
  await expect.poll(() => status("/login"), { timeout: 10_000 }).toBe(200);
  expect(portal.child.exitCode).toBeNull();
  expect(portal.child.pid).toBe(pid);
  const { outcome } = await demo<{ outcome: string }>("POST", "calls", {
    alias: "host.acme",
    displayName: "After the outage",
    protocol: "SIP",
  });
  expect(outcome).toBe("admitted");
  await expect
    .poll(
      async () => {
        const { bridge, portal: seen } = await legs();
        return JSON.stringify(bridge) === JSON.stringify(seen);
      },
      { timeout: 30_000 },
    )
    .toBe(true);
});
