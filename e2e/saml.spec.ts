import type { BrowserContext, Page } from "playwright/test";
import { endSessionsOf } from "../lib/auth";
import { db } from "../lib/db";
import { buildSso, keyPair } from "../lib/saml/testing";
import { acceptAllTexts } from "../lib/testing/factories";
import { bridge } from "./bridge";
import {
  test as base,
  buildOrganization,
  buildPersonWithPassword,
  buildRoom,
  buildUser,
  expect,
  PASSWORD,
  signInAs,
} from "./fixtures";
import { type Idp, startIdp } from "./idp";
import { LivePage } from "./pages/live-page";
import { LoginPage } from "./pages/login-page";

// An identity provider on another site, and people who sign in through it with a real browser.

let made = 0;

type Over = { requiresSso?: boolean; justInTime?: boolean; domain?: string; withLogout?: boolean };

/** An organization that signs in at the provider, and one of its people, known there as "hana". */
async function buildScene(idp: Idp, { withLogout = true, ...over }: Over = {}) {
  const organization = await buildOrganization({ name: "Acme Berg" });
  const domain = over.domain ?? `sso-${process.pid}-${++made}.example`;
  const keys = await keyPair("idp.example");
  const { sp } = await buildSso({
    organizationId: organization.id,
    domain,
    requiresSso: over.requiresSso,
    justInTime: over.justInTime,
    ssoUrl: idp.ssoUrl,
    sloUrl: withLogout ? idp.sloUrl : null,
    idp: { entityId: idp.entityId, ...keys },
  });
  const local = `hana${++made}`;
  const email = `${local}@${domain}`;
  const videoAddress = `${local}@${organization.videoDomain}`;
  const user = await buildUser({
    organizationId: organization.id,
    email,
    videoAddress,
    displayName: "Hana Host",
  });
  await acceptAllTexts(user.id);
  const person = { id: `name-of-${local}`, email, name: "Hana Host" };
  idp.people.push(person);
  return { organization, sp, user, domain, person };
}

const test = base.extend<object, { idp: Idp }>({
  idp: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for an object here.
    async ({}, use) => {
      const sp = await keyPair("sp.example");
      const idp = await startIdp(await keyPair("idp.example"), sp.certificate);
      await use(idp);
      await idp.stop();
    },
    { scope: "worker" },
  ],
});
test.afterEach(({ idp }) => {
  idp.forget();
});

const chooseAtIdp = async (page: Page, name = "Hana Host") => {
  await expect(page.getByRole("heading", { name: "Who are you?" })).toBeVisible();
  await page.getByRole("link", { name }).click();
};
const sessionCookie = async (context: BrowserContext) =>
  (await context.cookies()).find((cookie) => cookie.name.includes("session-token"));
const heading = (page: Page) => page.getByRole("heading", { level: 1 });

test.describe("a sign-in at the organization's provider", () => {
  test("begins with the address, where the organization requires it", async ({ page, context, idp }) => {
    const { user } = await buildScene(idp, { requiresSso: true });
    for (const address of [user.email, user.videoAddress ?? ""]) {
      const login = await LoginPage.open(page);
      await login.enterAddress(address);
      await chooseAtIdp(page);
      await page.waitForURL("**/rooms");
      await expect(page.getByRole("button", { name: "Account of Hana Host" })).toBeVisible();
      expect(await sessionCookie(context)).toMatchObject({
        expires: -1,
        httpOnly: true,
        sameSite: "Lax",
        path: "/",
      });
      await context.clearCookies();
    }
    const sessions = await db().session.findMany({ where: { userId: user.id } });
    expect(sessions.map(({ method }) => method)).toEqual(["saml", "saml"]);
  });

  test("is offered beside the password where it is optional, and keeps who asked for it", async ({
    page,
    context,
    idp,
  }) => {
    const { user } = await buildScene(idp);
    const login = await LoginPage.open(page);
    await login.enterAddress(user.email);
    await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
    await page.getByLabel("Keep me logged in").check();
    await page.getByRole("link", { name: "Log in with Acme Berg’s single sign-on" }).click();
    await chooseAtIdp(page);
    await page.waitForURL("**/rooms");
    const days = ((await sessionCookie(context))?.expires ?? 0) / 86_400 - Date.now() / 86_400_000;
    expect(days).toBeGreaterThan(29);
  });

  test("asks for the second factor that the organization wants", async ({ page, context, idp }) => {
    const { organization, user } = await buildScene(idp, { requiresSso: true });
    await db().organization.update({ where: { id: organization.id }, data: { requiresSecondFactor: true } });
    const login = await LoginPage.open(page);
    await login.enterAddress(user.email);
    await chooseAtIdp(page);
    await page.waitForURL("**/login/enroll");
    expect(await sessionCookie(context)).toBeUndefined();
    await page.goto("/rooms");
    await page.waitForURL("**/login");
  });

  test("shows what an address leads to by its domain alone", async ({ page, idp }) => {
    const { domain, organization } = await buildScene(idp, { requiresSso: true });
    for (const address of [`nobody@${domain}`, `nobody@${organization.videoDomain}`]) {
      const login = await LoginPage.open(page);
      await login.enterAddress(address);
      await expect(heading(page)).toHaveText("Who are you?");
    }
    const login = await LoginPage.open(page);
    await login.enterAddress(`somebody@sub.${domain}`);
    await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
  });

  test("has a way in by password, which is the break-glass admin's alone", async ({ page, idp }) => {
    const { organization, domain } = await buildScene(idp, { requiresSso: true });
    const of = { organizationId: organization.id };
    const admin = await buildPersonWithPassword({ ...of, role: "ORG_ADMIN", email: `admin@${domain}` });
    const other = await buildPersonWithPassword({ ...of, email: `other@${domain}` });
    await db().organization.update({ where: { id: organization.id }, data: { breakGlassUserId: admin.id } });
    await page.goto("/login?password=1");
    const login = new LoginPage(page);
    await login.signIn(other.email, PASSWORD);
    await expect(login.problem).toContainText("Address or password is not right");
    await page.goto("/login?password=1");
    await login.signIn(admin.email, PASSWORD);
    await page.waitForURL("**/rooms");
  });

  test("makes an account just in time, only where the admin wants it", async ({ page, context, idp }) => {
    for (const justInTime of [false, true]) {
      const { domain, sp } = await buildScene(idp, { justInTime, requiresSso: true });
      const email = `new${++made}@${domain}`;
      idp.people.push({ id: email, email, name: `Nora Ny${made}` });
      const name = `Nora Ny${made}`;
      await page.goto(`/saml/${sp.organization.slug}/login`);
      await chooseAtIdp(page, name);
      if (justInTime) {
        await page.waitForURL("**/login/accept");
        await page.getByLabel("I have read the terms of use and accept them.").check();
        await page.getByLabel("I have read the privacy policy and accept it.").check();
        await page.getByRole("button", { name: "Accept and go on" }).click();
        await page.waitForURL("**/rooms");
        await expect(page.getByRole("button", { name: `Account of ${name}` })).toBeVisible();
      } else {
        await expect(heading(page)).toHaveText("You have no account here yet");
        await expect(page.getByRole("main")).toContainText("Acme Berg confirmed who you are");
        expect(await db().user.count({ where: { email } })).toBe(0);
      }
      await context.clearCookies();
    }
  });

  test("leads where the person was going, and never off-site", async ({ page, context, idp }) => {
    const { user, sp } = await buildScene(idp);
    const room = await buildRoom({ ownerId: user.id });
    const portal = new URL(process.env.PUBLIC_URL ?? "").origin;
    for (const [asked, path] of [
      [`/rooms/${room.alias}`, `/rooms/${room.alias}`],
      ["https://evil.example/x", "/rooms"],
      ["//evil.example/x", "/rooms"],
      ["/\\evil.example/x", "/rooms"],
    ] as const) {
      idp.bend.relayState = "https://evil.example/relay";
      await page.goto(`/saml/${sp.organization.slug}/login?returnTo=${encodeURIComponent(asked)}`);
      await chooseAtIdp(page);
      await page.waitForURL(`${portal}${path}`);
      await context.clearCookies();
    }
  });

  test("is of no use in another browser than the one that began it", async ({ page, browser, idp }) => {
    const { sp, user } = await buildScene(idp);
    await page.goto(`/saml/${sp.organization.slug}/login`);
    await expect(heading(page)).toHaveText("Who are you?");
    const victim = await browser.newPage();
    await victim.goto(page.url());
    await chooseAtIdp(victim);
    await expect(heading(victim)).toHaveText("You could not be logged in");
    expect(await sessionCookie(victim.context())).toBeUndefined();
    expect(await db().session.count({ where: { userId: user.id } })).toBe(0);
    await victim.getByRole("link", { name: "To the log-in page" }).click();
    await victim.waitForURL("**/login");
    await victim.close();
  });

  test("of another organization's provider, and an answer sent twice, get the same plain words", async ({
    page,
    idp,
  }) => {
    const { sp, organization } = await buildScene(idp);
    idp.bend.issuer = "https://other.example/metadata";
    await page.goto(`/saml/${sp.organization.slug}/login`);
    const [response] = await Promise.all([
      page.waitForResponse((one) => one.url().endsWith("/refused")),
      chooseAtIdp(page),
    ]);
    expect(response.status()).toBe(400);
    await expect(heading(page)).toHaveText("You could not be logged in");
    const words = await page.getByRole("main").textContent();
    expect(words).not.toMatch(/issuer|signature|SAML|Error/i);
    const event = await db().auditEvent.findFirst({
      where: { organizationId: organization.id, action: "sso.refused" },
    });
    expect(event?.facts).toEqual({ check: "issuer" });

    idp.bend = {};
    await page.goto(`/saml/${sp.organization.slug}/login`);
    const posted = page.waitForRequest((one) => one.url().endsWith("/acs"));
    await chooseAtIdp(page);
    const body = (await posted).postData() ?? "";
    await page.waitForURL("**/rooms");
    const again = await page.request.post(sp.acs, {
      data: body,
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(again.status()).toBe(400);
    expect(await again.text()).toContain("You could not be logged in");
  });

  test("is over at the next click, and its open roster closes, when the session ends", async ({
    page,
    idp,
  }) => {
    const { user, sp } = await buildScene(idp);
    const room = await buildRoom({ ownerId: user.id, hostPin: "482913" });
    await page.goto(`/saml/${sp.organization.slug}/login`);
    await chooseAtIdp(page);
    await page.waitForURL("**/rooms");
    await bridge.call({
      alias: room.alias,
      displayName: "Hana Host",
      protocol: "SIP",
      encryption: "On",
      pin: "482913",
    });
    const live = await LivePage.open(page, room.alias);
    await expect(live.row("Hana Host")).toBeVisible();
    await endSessionsOf(user.id);
    await expect(page.getByRole("main").getByRole("alert")).toContainText("You have been logged out");
    await page.goto("/rooms");
    await page.waitForURL("**/login");
  });
});

test.describe("a proof before a sensitive act", () => {
  const confirm = "/login/confirm?to=%2Frooms%3Fq%3Dconfirmed";

  /** Hana, signed in at a provider whose own session stands for an hour already. */
  async function signedInLongAgo(page: Page, idp: Idp) {
    const scene = await buildScene(idp, { requiresSso: true });
    idp.bend = { authenticatedAt: new Date(Date.now() - 3_600_000), heedsForceAuthn: true };
    await page.goto(`/saml/${scene.sp.organization.slug}/login`);
    await chooseAtIdp(page);
    await page.waitForURL("**/rooms");
    return scene;
  }
  const provenAt = async (userId: string) =>
    (await db().session.findFirstOrThrow({ where: { userId } })).provenAt.getTime();
  const askProvider = (page: Page) => page.getByRole("link", { name: "Confirm at Acme Berg" }).click();

  test("is asked of the provider, which has to ask the person again", async ({ page, idp }) => {
    const { user } = await signedInLongAgo(page, idp);
    // The provider's old session is no proof of now.
    expect(await provenAt(user.id)).toBeLessThan(Date.now() - 3_500_000);
    await page.goto(confirm);
    await askProvider(page);
    await chooseAtIdp(page);
    await page.waitForURL("**/rooms?q=confirmed");
    expect(await provenAt(user.id)).toBeGreaterThan(Date.now() - 60_000);
    expect(await db().session.count({ where: { userId: user.id } })).toBe(1);
    // Nobody is asked twice.
    await page.goto(confirm);
    await page.waitForURL("**/rooms?q=confirmed");
  });

  test("is not given by a provider that did not ask", async ({ page, idp }) => {
    const { user } = await signedInLongAgo(page, idp);
    idp.bend.heedsForceAuthn = false;
    const before = await provenAt(user.id);
    await page.goto(confirm);
    await askProvider(page);
    await chooseAtIdp(page);
    await page.waitForURL("**/login/confirm?*");
    await expect(page.getByRole("main").getByRole("alert")).toContainText("did not ask you again");
    expect(await provenAt(user.id)).toBe(before);
  });

  test("is not given by another person than the one who is signed in", async ({ page, idp }) => {
    const { organization, user, domain } = await signedInLongAgo(page, idp);
    const other = await buildUser({ organizationId: organization.id, email: `other${++made}@${domain}` });
    idp.people.push({ id: other.email, email: other.email, name: "Otto Other" });
    const before = await provenAt(user.id);
    await page.goto(confirm);
    await askProvider(page);
    await chooseAtIdp(page, "Otto Other");
    await page.waitForURL("**/login/confirm?*");
    await expect(page.getByRole("main").getByRole("alert")).toContainText("confirmed another account");
    expect(await provenAt(user.id)).toBe(before);
    expect(await db().session.count({ where: { userId: other.id } })).toBe(0);
    expect(await db().federatedIdentity.count({ where: { userId: other.id } })).toBe(0);
  });
});

test.describe("logging out", () => {
  test("ends the session here first, then at the provider, and comes back with a word on it", async ({
    page,
    idp,
  }) => {
    const { user, sp } = await buildScene(idp);
    await page.goto(`/saml/${sp.organization.slug}/login`);
    await chooseAtIdp(page);
    await page.waitForURL("**/rooms");
    await page.getByRole("button", { name: "Account of Hana Host" }).click();
    await page.getByRole("menuitem", { name: "Log out" }).click();
    await page.waitForURL("**/login?out=everywhere");
    await expect(page.getByRole("status")).toContainText("logged out here and at your organization");
    expect(await db().session.count({ where: { userId: user.id } })).toBe(0);
    await page.goto("/rooms");
    await page.waitForURL("**/login");
  });

  test("stays here where the provider has no logout", async ({ page, idp }) => {
    const { user, sp } = await buildScene(idp, { withLogout: false });
    await page.goto(`/saml/${sp.organization.slug}/login`);
    await chooseAtIdp(page);
    await page.waitForURL("**/rooms");
    await page.getByRole("button", { name: "Account of Hana Host" }).click();
    await page.getByRole("menuitem", { name: "Log out" }).click();
    await page.waitForURL("**/login");
    expect(await db().session.count({ where: { userId: user.id } })).toBe(0);
  });

  test("at the provider ends the session here", async ({ page, browser, idp }) => {
    const { user, sp } = await buildScene(idp);
    await page.goto(`/saml/${sp.organization.slug}/login`);
    await chooseAtIdp(page);
    await page.waitForURL("**/rooms");
    const other = await browser.newPage();
    await signInAs(other, user);
    await page.goto(idp.sloUrl);
    await page.goto("/rooms");
    await page.waitForURL("**/login");
    const left = await db().session.findMany({ where: { userId: user.id } });
    // The session by password is none of the provider's.
    expect(left.map(({ method }) => method)).toEqual(["password"]);
    await other.close();
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a person signs in through the provider", async ({ page, idp }) => {
    const { user } = await buildScene(idp, { requiresSso: true });
    const login = await LoginPage.open(page);
    await login.enterAddress(user.email);
    await page.getByRole("link", { name: "Go on to Acme Berg" }).click();
    await chooseAtIdp(page);
    await page.getByRole("button", { name: "Submit" }).click();
    await page.waitForURL("**/rooms");
  });
});
