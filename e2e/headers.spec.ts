import { expect, signInAs, test } from "./fixtures";

const origin = process.env.PUBLIC_URL ?? "";

test("every answer carries the security headers: pages, files, errors, machines' doors", async ({
  request,
}) => {
  for (const path of [
    "/login",
    "/rooms",
    "/nowhere",
    "/api/health",
    "/api/nowhere",
    "/api/bridge/events",
    "/api/rooms/x/live",
    "/favicon.ico",
  ]) {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect(answer.headers(), path).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
    });
    expect(answer.headers()["x-request-id"], path).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers()["x-powered-by"], path).toBeUndefined();
  }
});

test("pages run with a nonce policy, new at each answer, without a violation or a foreign request", async ({
  page,
  host,
}) => {
  const foreign: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => !request.url().startsWith(origin) && foreign.push(request.url()));
  page.on(
    "console",
    (message) => /content security policy/i.test(message.text()) && complaints.push(message.text()),
  );
  const nonces = new Set<string>();
  for (const path of [
    "/rooms",
    `/rooms/${host.room.alias}`,
    `/rooms/${host.room.alias}/live`,
    "/apps",
    "/privacy",
    "/terms",
  ]) {
    const answer = await page.goto(path);
    const policy = answer?.headers()["content-security-policy"] ?? "";
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
    expect(nonce, path).not.toBe("");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    nonces.add(nonce);
    await page.getByRole("main").waitFor();
  }
  expect(nonces.size).toBe(6);
  expect(foreign).toEqual([]);
  expect(complaints).toEqual([]);
});

test("a signed-in page is kept by no cache", async ({ page, host }) => {
  for (const path of ["/rooms", `/rooms/${host.room.alias}`]) {
    const answer = await page.goto(path);
    expect(answer?.headers()["cache-control"]).toMatch(/no-store/);
  }
});

test("a command from another site is refused, whoever's browser sends it", async ({ page, host }) => {
  const path = `/api/rooms/${host.room.alias}/live/commands`;
  const send = (headers: Record<string, string>) =>
    page.request.post(path, { data: { command: "lock" }, headers });
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin, "sec-fetch-site": "cross-site" },
  ];
  for (const headers of foreign) {
    expect((await send(headers)).status(), JSON.stringify(headers)).toBe(403);
  }
  // From our own page it gets as far as the meeting, which is not running.
  expect((await send({ origin })).status()).toBe(409);
});

test("a header cannot make another person, address or host of a request", async ({ page, host, request }) => {
  await signInAs(page, host.user);
  const answer = await request.get("/rooms", {
    headers: {
      "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy",
      "x-forwarded-host": "evil.example",
    },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(307);
  expect(answer.headers().location).not.toContain("evil");
});
