import { passFirstFactor } from "../lib/auth";
import { db } from "../lib/db";
import { buildSso } from "../lib/saml/testing";
import { expectAccessible } from "./accessible";
import { bridge } from "./bridge";
import {
  buildInvitation,
  buildOrganization,
  buildPersonWithPassword,
  buildUser,
  expect,
  signInAs,
  test,
} from "./fixtures";
import { LivePage } from "./pages/live-page";

const variants = [
  { theme: "light", width: 1440, locale: "en" },
  { theme: "dark", width: 390, locale: "en" },
  { theme: "dark", width: 1440, locale: "ja" },
  { theme: "light", width: 390, locale: "ja" },
] as const;

for (const { theme, width, locale } of variants) {
  test(`every page holds WCAG 2.2 AA and fits: ${theme}, ${width} px, ${locale}`, async ({
    page,
    host,
    context,
    baseURL,
  }) => {
    test.setTimeout(150_000);
    const { alias } = host.room;
    const { id: invitation } = await buildInvitation(alias, host.user);
    const url = baseURL ?? "";
    await context.addCookies([
      { name: "theme", value: theme, url },
      { name: "locale", value: locale, url },
    ]);
    await page.setViewportSize({ width, height: 900 });
    await bridge.call({ alias, displayName: "Hana Host", protocol: "SIP", encryption: "On", pin: "482913" });
    await bridge.call({
      alias,
      displayName: "Telephone with a rather long name indeed",
      protocol: "PSTN",
      pin: "none",
    });
    await bridge.call({ alias, displayName: "会議 太郎", protocol: "WebRTC", pin: "none" });

    const check = (what: string) => expectAccessible(page, what);
    const live = await LivePage.open(page, alias);
    await expect(live.row("Hana Host")).toBeVisible();
    await check("live page");
    await page.getByRole("checkbox").first().check();
    await page
      .getByRole("main")
      .getByRole("button", { name: /^Move to the lobby|^ロビーに移す/ })
      .first()
      .click();
    await expect(live.dialog()).toBeVisible();
    await check("question about those selected");
    await page.keyboard.press("Escape");
    await expect(live.dialog()).toBeHidden();
    await check("live page with a selection");
    await page.getByText(/^Dial out$|^発信$/).click();
    await page.locator("#dial-kind").selectOption("bridge");
    await page.locator("#dial-destination").fill("112");
    await page.getByRole("button", { name: /^Call$|^発信する$/ }).click();
    await expect(page.locator("#dial-destination-error")).toBeVisible();
    await check("form to dial out");
    await page
      .getByRole("main")
      .getByRole("button", { name: /Remove|退出|削除|切断/ })
      .first()
      .click();
    await expect(live.dialog()).toBeVisible();
    await check("dialog");
    await page.keyboard.press("Escape");
    await expect(live.dialog()).toBeHidden();
    for (const path of [
      "/rooms",
      `/rooms/${alias}`,
      `/rooms/${alias}/settings`,
      "/rooms/new",
      "/rooms?show=past",
      "/invitations",
      "/invitations?show=past",
      `/invitations/new?room=${alias}`,
      `/invitations/${invitation}`,
      `/invitations/${invitation}/edit`,
      "/profile/security",
      "/profile/security/app",
      "/profile/security/passkey",
      "/rooms/nothing-here",
      "/apps",
      "/privacy",
      "/terms",
    ]) {
      await page.goto(path);
      await page.getByRole("main").waitFor();
      await check(path);
    }
    // What the room page shows to those who may only read the PINs, or not even that.
    const organizationId = host.user.organizationId ?? undefined;
    const coHost = await buildUser({ organizationId });
    await db().roomCoHost.create({ data: { roomId: host.room.id, userId: coHost.id } });
    for (const other of [coHost, await buildUser({ organizationId, role: "ORG_ADMIN" })]) {
      await signInAs(page, other);
      await page.goto(`/rooms/${alias}`);
      await check(`room page for ${other.role}`);
    }
    await page.goto("/admin/sso");
    await page.getByRole("main").waitFor();
    await check("/admin/sso");
    const { partnerId } = await db().organization.findUniqueOrThrow({ where: { id: organizationId } });
    const staff = [
      { role: "PARTNER_ADMIN", partnerId, path: "/partner/people" },
      { role: "OPERATOR", path: "/operator/people?q=Hana" },
    ] as const;
    for (const { path, ...who } of staff) {
      await signInAs(page, await buildUser(who));
      await page.goto(path);
      await check(path);
    }
    // A proof of a while ago is asked for anew.
    const { id } = await buildPersonWithPassword();
    await signInAs(page, { id });
    await db().session.updateMany({ where: { userId: id }, data: { provenAt: new Date(0) } });
    await page.goto("/login/confirm");
    await check("/login/confirm");
    await context.clearCookies({ name: /session-token/ });
    const plain = ["/factor-reset/stop", "/saml/nowhere/login", "/login?out=everywhere"];
    for (const path of ["/login", "/recover", "/recover/new", "/activate", ...plain]) {
      await page.goto(path);
      await check(path);
    }
    const origin = { remoteAddress: null, userAgent: null };
    const first = { userId: coHost.id, method: "saml", persistent: false, returnTo: "", origin } as const;
    const { cookies, to } = await passFirstFactor(first);
    await context.addCookies(cookies.map(({ name, value }) => ({ name, value, url })));
    await page.goto(to);
    await page.locator("summary").first().click();
    await check("/login/accept");
    const { id: organization } = await buildOrganization({
      name: "Nordisk Byggeri & Ingeniørselskab International",
    });
    const { sp } = await buildSso({ organizationId: organization });
    await page.goto("/login");
    await page.locator("#address").fill(`hana@${sp.organization.videoDomain}`);
    await page.locator("#address").press("Enter");
    await page.locator("#password").waitFor();
    await check("single sign-on beside the password");
  });
}
