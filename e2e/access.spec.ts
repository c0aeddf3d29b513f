import fs from "node:fs";
import { createSession, endSession } from "../lib/auth";
import { db } from "../lib/db";
import { buildSso } from "../lib/saml/testing";
import {
  buildInvitation,
  buildOrganization,
  buildPartner,
  buildRoom,
  buildUser,
  expect,
  test,
} from "./fixtures";

/**
 * The access table of the routes: for each kind of visitor the status that a request gets. A route that is not in it
 * fails the test below, so that a new one cannot be forgotten. (What an actor may do to a room is in lib/access.)
 */
const visitors = [
  "nobody",
  "owner",
  "colleague",
  "admin",
  "stranger",
  "foreignAdmin",
  "partner",
  "foreignPartner",
  "operator",
  "suspended",
  "signedOut",
] as const;
type Visitor = (typeof visitors)[number];
type Row = { route: string; method?: "POST"; body?: object; expect: Record<Visitor, number> };

const everyone = (status: number): Row["expect"] =>
  Object.fromEntries(visitors.map((v) => [v, status])) as Row["expect"];
/** Everybody who is signed in, and nobody else. */
const signedIn = (status: number, anonymous: number): Row["expect"] => ({
  ...everyone(status),
  nobody: anonymous,
  suspended: anonymous,
  signedOut: anonymous,
});
const signedInOnly = signedIn(200, 307);
/** Only those who run the room; everybody else who is signed in finds nothing; nobody gets past the sign-in. */
const roomRow = (allowed: number, hidden: number, anonymous: number): Row["expect"] => ({
  ...signedIn(hidden, anonymous),
  owner: allowed,
  admin: allowed,
});
/** Organizations' admins, each for their own; to others who are signed in it is not there. */
const adminRow = (allowed: number): Row["expect"] => ({
  ...roomRow(404, 404, 307),
  admin: allowed,
  foreignAdmin: allowed,
});

const table: Row[] = [
  { route: "/", expect: everyone(307) },
  { route: "/login", expect: signedIn(307, 200) },
  // Signed in a moment ago, all have proven themselves and go on to where they came from.
  { route: "/login/confirm", expect: everyone(307) },
  // Only with the cookie of a sign-in that waits for the texts to be accepted, or for its second factor.
  { route: "/login/accept", expect: everyone(307) },
  { route: "/login/enroll", expect: everyone(307) },
  { route: "/login/verify", expect: everyone(307) },
  { route: "/admin/sso", expect: adminRow(200) },
  // Only with the id of a test that this very admin began.
  { route: "/admin/sso/test", expect: adminRow(404) },
  // What they show depends on the link that was opened, not on who is signed in.
  { route: "/activate", expect: everyone(200) },
  { route: "/activate/open", expect: everyone(303) },
  { route: "/recover", expect: everyone(200) },
  { route: "/recover/new", expect: everyone(200) },
  { route: "/recover/open", expect: everyone(303) },
  { route: "/apps", expect: everyone(200) },
  { route: "/privacy", expect: everyone(200) },
  { route: "/profile/security", expect: signedInOnly },
  { route: "/profile/security/app", expect: signedInOnly },
  { route: "/profile/security/passkey", expect: signedInOnly },
  // Nobody of these has a factor that the codes could stand in for.
  { route: "/profile/security/codes", expect: everyone(307) },
  // Those who look after people; to others who are signed in the page is not there.
  {
    route: "/partner/people",
    expect: { ...signedIn(404, 307), partner: 200, foreignPartner: 200 },
  },
  { route: "/operator/people", expect: { ...signedIn(404, 307), operator: 200 } },
  // Only with the token of a mailed link.
  { route: "/factor-reset/stop", expect: everyone(200) },
  { route: "/factor-reset/stop/open", expect: everyone(303) },
  { route: "/terms", expect: everyone(200) },
  { route: "/invitations", expect: signedInOnly },
  // Only who has a room can invite people to one.
  { route: "/invitations/new", expect: { ...signedIn(404, 307), owner: 200 } },
  // Only who may invite to the room; not even the organization's admin, who holds no PINs.
  { route: "/invitations/[id]", expect: { ...signedIn(404, 307), owner: 200 } },
  { route: "/invitations/[id]/edit", expect: { ...signedIn(404, 307), owner: 200 } },
  { route: "/invitations/[id]/calendar", expect: { ...signedIn(404, 401), owner: 200 } },
  { route: "/rooms", expect: signedInOnly },
  // Who has no organization has no rooms of their own.
  {
    route: "/rooms/new",
    expect: { ...signedInOnly, partner: 404, foreignPartner: 404, operator: 404 },
  },
  // An identity provider posts here; without an answer of its own nobody gets on.
  { route: "/saml/[org]/acs", method: "POST", body: {}, expect: everyone(303) },
  { route: "/saml/[org]/done", expect: everyone(400) },
  { route: "/saml/[org]/login", expect: everyone(303) },
  // Without a request of one's own there is no proof to come for.
  { route: "/saml/[org]/proven", expect: signedIn(400, 303) },
  { route: "/saml/[org]/logout", expect: everyone(400) },
  { route: "/saml/[org]/metadata", expect: everyone(200) },
  { route: "/saml/[org]/refused", expect: everyone(400) },
  // A partner sees the rooms of the organizations that it looks after.
  { route: "/rooms/[alias]", expect: { ...roomRow(200, 404, 307), partner: 200 } },
  { route: "/rooms/[alias]/live", expect: roomRow(200, 404, 307) },
  { route: "/rooms/[alias]/settings", expect: roomRow(200, 404, 307) },
  { route: "/api/health", expect: everyone(200) },
  { route: "/api/ready", expect: everyone(200) },
  { route: "/api/metrics", expect: everyone(401) },
  { route: "/api/auth/[...nextauth]", expect: everyone(200) },
  { route: "/api/bridge/events", method: "POST", body: {}, expect: everyone(401) },
  { route: "/api/bridge/policy/v1/service/configuration", expect: everyone(401) },
  { route: "/api/sign-in", method: "POST", body: {}, expect: everyone(303) },
  // 409: allowed, but no meeting is running.
  {
    route: "/api/rooms/[alias]/live/commands",
    method: "POST",
    body: { command: "end" },
    expect: { ...roomRow(409, 404, 401), partner: 403 },
  },
  { route: "/api/rooms/[alias]/live", expect: roomRow(200, 404, 401) },
];

/** Routes that are no file below app/: the live stream, the bridge's doors and those of first factors are served beside Next. */
const besideNext = [
  "/api/rooms/[alias]/live",
  "/api/bridge/events",
  "/api/bridge/policy/v1/service/configuration",
  "/api/sign-in",
  "/saml/[org]/acs",
];

test("every route of the application is in the table, and nothing else is", () => {
  const files = fs.readdirSync("app", { recursive: true, encoding: "utf8" });
  const routes = files
    .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
    .map((file) =>
      `/${file.replace(/\/?(page\.tsx|route\.ts)$/, "").replace(/\([^)]*\)\/?/g, "")}`.replace(
        /(.)\/$/,
        "$1",
      ),
    );
  expect(table.map((row) => row.route).sort()).toEqual([...routes, ...besideNext].sort());
});

type Names = { alias: string; org: string; invitation: string };

/** The address of a route for a room or an organization; the next-auth one is asked for the session. */
const address = (route: string, { alias, org, invitation }: Names) =>
  route
    .replace("[alias]", encodeURIComponent(alias))
    .replace("[org]", org)
    .replace("[id]", invitation)
    .replace("[...nextauth]", "session");

async function statusOf(row: Row, names: Names, cookie: string | undefined): Promise<number> {
  const origin = process.env.PUBLIC_URL ?? "";
  const headers = { origin, ...(cookie && { cookie }) };
  // Streams do not end: the headers are enough.
  const response = await fetch(`${origin}${address(row.route, names)}`, {
    method: row.method ?? "GET",
    headers: { ...headers, ...(row.body && { "content-type": "application/json" }) },
    body: row.body && JSON.stringify(row.body),
    redirect: "manual",
  });
  await response.body?.cancel();
  return response.status;
}

test.describe("the access table", () => {
  let alias: string;
  let org: string;
  let invitation: string;
  const cookies: Partial<Record<Visitor, string>> = {};

  test.beforeAll(async () => {
    const { id: organizationId, partnerId } = await buildOrganization();
    org = (await buildSso({ organizationId })).sp.organization.slug;
    const owner = await buildUser({ organizationId });
    alias = (await buildRoom({ ownerId: owner.id, hostPin: "482913" })).alias;
    invitation = (await buildInvitation(alias, owner)).id;
    const gone = await buildUser({ organizationId });
    const people: Record<Exclude<Visitor, "nobody">, { id: string }> = {
      owner,
      colleague: await buildUser({ organizationId }),
      admin: await buildUser({ organizationId, role: "ORG_ADMIN" }),
      stranger: await buildUser(),
      foreignAdmin: await buildUser({ role: "ORG_ADMIN" }),
      partner: await buildUser({ role: "PARTNER_ADMIN", partnerId }),
      foreignPartner: await buildUser({ role: "PARTNER_ADMIN", partnerId: (await buildPartner()).id }),
      operator: await buildUser({ role: "OPERATOR" }),
      suspended: await buildUser({ organizationId }),
      signedOut: gone,
    };
    for (const [visitor, user] of Object.entries(people)) {
      const how = { method: "password", persistent: false, remoteAddress: null, userAgent: null } as const;
      const { name, value } = await createSession(user.id, how);
      cookies[visitor as Visitor] = `${name}=${value}`;
      if (visitor === "signedOut") await endSession(value);
    }
    await db().user.update({ where: { id: people.suspended.id }, data: { state: "SUSPENDED" } });
  });

  for (const row of table) {
    test(`${row.method ?? "GET"} ${row.route}`, async () => {
      for (const visitor of visitors) {
        expect(await statusOf(row, { alias, org, invitation }, cookies[visitor]), visitor).toBe(
          row.expect[visitor],
        );
      }
    });
  }

  test("what is foreign answers exactly as what does not exist", async () => {
    const nonsense = "x".repeat(alias.length);
    const ask = async (path: string) => {
      const response = await fetch(`${process.env.PUBLIC_URL}${path}`, {
        headers: { cookie: cookies.stranger ?? "" },
      });
      const text = await response.text();
      // What differs from request to request anyway: nonces, where the stream was cut into pieces, the address itself.
      const nonce =
        /nonce-([0-9a-f]+)/.exec(response.headers.get("content-security-policy") ?? "")?.[1] ?? "none";
      const own = path.split("/").find((part) => part === alias || part === nonsense) ?? "";
      const whole = text.replace(/"\]\)<\/script><script[^>]*>self\.__next_f\.push\(\[1,"/g, "");
      return { status: response.status, length: whole.replaceAll(nonce, "").replaceAll(own, "").length };
    };
    expect(await ask(`/rooms/${alias}`)).toEqual(await ask(`/rooms/${nonsense}`));
    const { slug } = await buildOrganization();
    expect(await ask(`/invitations/${invitation}`)).toEqual(await ask(`/invitations/${crypto.randomUUID()}`));
    expect(await ask(`/saml/${slug}/metadata`)).toEqual(await ask("/saml/nonsense/metadata"));
    expect(await ask(`/saml/${slug}/login`)).toEqual(await ask("/saml/nonsense/login"));
    expect(await ask(`/api/rooms/${alias}/live`)).toEqual(await ask(`/api/rooms/${nonsense}/live`));
  });
});

test("nonsense in an address or a body is answered, never with an error of ours", async ({ page, host }) => {
  const odd = [
    "/rooms/%E0%A4%A",
    "/rooms/%00",
    "/%ff",
    `/rooms/${"x".repeat(4000)}`,
    "/rooms/..%2f..%2fetc",
    "/api/rooms/%/live",
    "/rooms?after=%FF&q=%00",
    "/invitations?after=%FF&show=%00",
    "/invitations/nonsense",
    "/invitations/new?room=%00",
  ];
  for (const path of odd) {
    const response = await page.request.get(path, { maxRedirects: 0 });
    expect(response.status(), path.slice(0, 40)).toBeLessThan(500);
  }
  const cursor = Buffer.from(JSON.stringify(["a\0", "b"])).toString("base64url");
  expect((await page.request.get(`/rooms?after=${cursor}`)).status()).toBe(200);
  const bodies = [
    "",
    "null",
    "[]",
    "{",
    '{"command":"lock","extra":1}',
    '{"command":"eject","legIds":["\\u0000"]}',
    '{"command":{"startsWith":""}}',
    `{"command":"eject","legIds":[${'"x",'.repeat(5000)}"x"]}`,
  ];
  for (const data of bodies) {
    const headers = { origin: process.env.PUBLIC_URL ?? "", "content-type": "application/json" };
    const response = await page.request.post(`/api/rooms/${host.room.alias}/live/commands`, {
      data: Buffer.from(data),
      headers,
    });
    expect(response.status(), data.slice(0, 40)).toBe(422);
  }
});
