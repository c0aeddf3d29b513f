import http from "node:http";
import type { AddressInfo } from "node:net";
import { inflateRawSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright/test";
import { db } from "../lib/db";
import { type ServiceProvider, samlChecks } from "../lib/saml";
import { buildAnswer, buildSso, type TestIdp, testIdp } from "../lib/saml/testing";
import { metadataXml, newCertificate } from "../lib/sso/testing";
import { type DnsServer, startDnsServer } from "../lib/testing/dns-server";
import { buildOrganization, buildPersonWithPassword, buildUser, expect, signInAs, test } from "./fixtures";

const certificate = newCertificate({ until: 400 });

async function newAdmin(page: Page, organizationId?: string) {
  const admin = await buildPersonWithPassword({
    role: "ORG_ADMIN",
    displayName: "Ada Admin",
    organizationId,
  });
  await signInAs(page, admin);
  return { admin, organizationId: admin.organizationId ?? "" };
}

const section = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag22aa"]).analyze();
  expect(violations.map((one) => `${one.id} ${one.nodes[0]?.target}`)).toEqual([]);
}

const pass = (organizationId: string) =>
  db().organizationSso.update({ where: { organizationId }, data: { testedAt: new Date() } });

/** Pastes metadata, and waits for the answer. */
async function paste(page: Page, xml: string): Promise<void> {
  const provider = section(page, "Your identity provider");
  await provider.getByText("I paste it").click();
  await provider.getByLabel("Metadata", { exact: true }).fill(xml);
  await provider.getByRole("button", { name: "Read metadata" }).click();
}

async function connect(page: Page): Promise<void> {
  await paste(page, metadataXml({ certificates: [await certificate] }));
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("The identity provider is saved.")).toBeVisible();
}

test("an admin connects a provider, lets people use it, requires it, and takes it away again", async ({
  page,
  browser,
}) => {
  const { admin, organizationId } = await newAdmin(page);
  const colleague = await buildPersonWithPassword({ organizationId });
  const elsewhere = await browser.newPage();
  await signInAs(elsewhere, colleague);
  await elsewhere.goto("/rooms");

  await page.goto("/rooms");
  await page.getByRole("link", { name: "Organization" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign-in of your people" })).toBeVisible();
  await expect(page.getByText("Not set up")).toBeVisible();
  await expectAccessible(page);

  // What somebody pastes at first.
  const provider = section(page, "Your identity provider");
  await paste(page, "https://idp.example/");
  await expect(provider.getByText("This is not XML")).toBeVisible();
  await expect(provider.getByLabel("Metadata", { exact: true })).toBeFocused();
  await paste(page, metadataXml({ certificates: [] }));
  await expect(provider.getByText("There is no signing certificate")).toBeVisible();
  await expectAccessible(page);

  await provider.getByText("In a file").click();
  const file = provider.getByLabel("Metadata file");
  await file.setInputFiles({ name: "all.xml", mimeType: "text/xml", buffer: Buffer.alloc(3_000_000, "x") });
  await provider.getByRole("button", { name: "Read metadata" }).click();
  await expect(provider.getByText("This is larger than 256 kB.")).toBeVisible();
  const xml = metadataXml({ certificates: [await certificate], sloUrl: null });
  await file.setInputFiles({ name: "idp.xml", mimeType: "text/xml", buffer: Buffer.from(xml) });
  await provider.getByRole("button", { name: "Read metadata" }).click();
  await expect(provider.getByRole("heading", { name: "This is what we read" })).toBeFocused();
  await expect(provider.getByText("https://idp.example/metadata")).toBeVisible();
  await expect(provider.getByText(/^SHA-256 ([0-9A-F]{2}:){31}/)).toBeVisible();
  await expect(provider.getByText("There is no sign-out address")).toBeVisible();
  await expectAccessible(page);
  await provider.getByRole("button", { name: "Not this one" }).click();
  await connect(page);
  await expect(page.getByText("Set up, not tested")).toBeVisible();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Certificate", exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("mypages-certificate.pem");
  const { slug } = await db().organization.findUniqueOrThrow({ where: { id: organizationId } });
  await expect(page.getByRole("link", { name: "Start a test sign-in" })).toHaveAttribute(
    "href",
    `${process.env.PUBLIC_URL}/saml/${slug}/login?test=1`,
  );

  const rules = section(page, "Rules");
  const turnOn = rules.getByRole("button", { name: "Turn on: Single sign-on", exact: true });
  await expect(turnOn).toHaveAttribute("aria-disabled", "true");
  await expect(rules.getByText("A test sign-in must pass first.")).toBeVisible();
  await pass(organizationId);
  await page.reload();
  await expect(page.getByText("Tested, not in use")).toBeVisible();
  await turnOn.click();
  await expect(page.getByText("In use", { exact: true })).toBeVisible();

  await rules.getByText("Require it …").click();
  await expect(rules.getByText("2 people will no longer sign in by password.")).toBeVisible();
  await expectAccessible(page);
  await rules
    .getByLabel("Admin who keeps the password")
    .selectOption({ label: `Ada Admin · ${admin.email}` });
  await rules.getByRole("button", { name: "Yes, refuse passwords" }).click();
  await expect(rules.getByText("1 session that began by password has ended.")).toBeVisible();
  await expect(rules.getByText("Ada Admin keeps the password.")).toBeVisible();
  await expect(page.getByText("Required", { exact: true })).toBeVisible();
  await elsewhere.goto("/rooms");
  await elsewhere.waitForURL("**/login");
  await elsewhere.close();

  // Another provider is announced, and switches everything off.
  await provider.getByText("Read metadata again or change the provider").click();
  await paste(page, metadataXml({ entityId: "urn:another", certificates: [await certificate] }));
  await expect(provider.getByText("This is another provider than now")).toBeVisible();
  await provider.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Set up, not tested")).toBeVisible();

  await provider.getByText("Remove the provider").click();
  await expect(provider.getByText("Remove urn:another?")).toBeVisible();
  await provider.getByRole("button", { name: "Yes, remove it" }).click();
  await expect(page.getByText("The identity provider is removed.")).toBeVisible();
  await expect(page.getByText("Not set up")).toBeVisible();
});

test("metadata is read from an address, and never from within the network", async ({ page }) => {
  const xml = metadataXml({ certificates: [await certificate] });
  const server = http.createServer((_request, response) => response.end(xml));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metadata`;
  await newAdmin(page);
  await page.goto("/admin/sso");
  const provider = section(page, "Your identity provider");
  const read = async (typed: string) => {
    await provider.getByLabel("Metadata address").fill(typed);
    await provider.getByRole("button", { name: "Read metadata" }).click();
  };
  await read("");
  await expect(provider.getByText("Enter the address of the metadata")).toBeVisible();
  await read("idp.example");
  await expect(provider.getByText("Enter an address that begins with https://.")).toBeVisible();
  await expect(provider.getByLabel("Metadata address")).toHaveValue("idp.example");
  await read("https://169.254.169.254/latest/meta-data/");
  await expect(provider.getByText("We could not read metadata there.")).toBeVisible();
  await read(address);
  await provider.getByRole("button", { name: "Save", exact: true }).click();
  await expect(provider.getByText(`Read again each day from ${address}`)).toBeVisible();
  server.close();
});

test.describe("domains", () => {
  let dns: DnsServer;
  test.beforeAll(async () => {
    dns = await startDnsServer(Number(process.env.DNS_SERVERS?.split(":")[1]));
  });
  test.afterAll(() => dns.stop());

  test("a domain is claimed, proven by DNS, and given up; a second organization is told", async ({
    page,
    browser,
  }) => {
    const name = `acme-${Date.now()}.example`;
    await newAdmin(page);
    await page.goto("/admin/sso");
    const domains = section(page, "Domains");
    const claim = async (typed: string, where = domains) => {
      await where.getByLabel("Domain", { exact: true }).fill(typed);
      await where.getByRole("button", { name: "Claim the domain" }).click();
    };
    await claim("not a domain");
    await expect(domains.getByText("Enter a domain, such as acme.example.")).toBeVisible();
    await claim("gmail.com");
    await expect(domains.getByText("Anybody can have an address there.")).toBeVisible();
    await claim("co.jp");
    await expect(domains.getByText("Many organizations share this ending.")).toBeVisible();
    await claim(` Someone@${name.toUpperCase()} `);
    await expect(page.getByText("The domain is noted.")).toBeVisible();
    await expect(domains.getByText("Waits for its proof")).toBeVisible();
    await domains.getByRole("button", { name: `Check ${name} now` }).click();
    await expect(domains.getByText("The record is not there yet.")).toBeVisible();
    await expectAccessible(page);

    const record = (await domains.getByText(/^mypages-domain-verification=/).textContent()) ?? "";
    dns.records.set(`_mypages.${name}`, [[record]]);
    await domains.getByRole("button", { name: `Check ${name} now` }).click();
    await expect(domains.getByText(/^Proven by DNS, .* \S+$/)).toBeVisible();
    await expect(domains.getByText("Verified", { exact: true })).toBeVisible();

    const other = await browser.newPage();
    await newAdmin(other);
    await other.goto("/admin/sso");
    const theirs = section(other, "Domains");
    await claim(name, theirs);
    const proof = (await theirs.getByText(/^mypages-domain-verification=/).textContent()) ?? "";
    await theirs.getByRole("button", { name: `Check ${name} now` }).click();
    await expect(theirs.getByText("The record is not there yet.")).toBeVisible();
    dns.records.set(name, [[proof]]);
    await theirs.getByRole("button", { name: `Check ${name} now` }).click();
    await expect(theirs.getByText("another organization has claimed this domain")).toBeVisible();
    await other.close();

    await domains
      .locator("summary")
      .filter({ hasText: `Remove ${name}` })
      .click();
    await domains.getByRole("button", { name: "Yes, remove it" }).click();
    await expect(page.getByText("The domain is removed.")).toBeVisible();
    await expect(domains.getByText("No domain is claimed yet.")).toBeVisible();
  });
});

test("a test's report names every check with its cure, to the admin who asked alone", async ({ page }) => {
  const { admin, organizationId } = await newAdmin(page);
  const report = {
    checks: samlChecks.map((id) => ({
      id,
      outcome: id === "audience" ? "failed" : id === "person" ? "not_reached" : "passed",
      ...(id === "audience" && { expected: "urn:ours", found: "urn:theirs" }),
    })),
    assertion: {
      issuer: "https://idp.example/metadata",
      nameId: "ada@acme.example",
      nameIdFormat: null,
      audience: "urn:theirs",
      recipient: null,
      notBefore: "2026-11-24T03:00:00Z",
      notOnOrAfter: "2026-11-24T04:00:00Z",
      sessionIndex: null,
      authnContext: null,
      attributes: [{ name: "urn:oid:2.5.4.42", values: ["<b>Ada</b>"] }],
    },
    xml: "<samlp:Response>decoded</samlp:Response>",
  };
  const common = {
    organizationId,
    kind: "test",
    returnTo: "/",
    browserHash: new Uint8Array(32),
    expiresAt: new Date(Date.now() + 600_000),
    userId: admin.id,
  };
  const [answered, waiting] = [`_a${Date.now()}`, `_w${Date.now()}`];
  await db().samlRequest.create({ data: { ...common, id: answered, report } });
  await db().samlRequest.create({ data: { ...common, id: waiting } });

  await page.goto(`/admin/sso/test?id=${answered}`);
  await expect(page.getByText("A check did not pass")).toBeVisible();
  await expect(section(page, "Checks").getByRole("listitem")).toHaveCount(samlChecks.length);
  await expect(page.getByText("Enter our entity ID exactly as shown")).toBeVisible();
  await expect(page.getByText("urn:ours")).toBeVisible();
  await expect(page.getByRole("cell", { name: "<b>Ada</b>" })).toBeVisible();
  await expect(page.getByText("<samlp:Response>decoded")).toBeHidden();
  await page.getByText("The answer as XML").click();
  await expect(page.getByText("<samlp:Response>decoded")).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/admin/sso/test?id=${waiting}`);
  await expect(page.getByText("No answer has come yet")).toBeVisible();
  await expectAccessible(page);

  const statusOf = async (id: string) => (await page.request.get(`/admin/sso/test?id=${id}`)).status();
  expect(await statusOf(answered)).toBe(200);
  await newAdmin(page, organizationId);
  for (const id of [answered, waiting, "nonsense", "%00", "_a&id=_b"])
    expect(await statusOf(id), id).toBe(404);
  await signInAs(page, await buildUser({ role: "ORG_ADMIN" }));
  expect(await statusOf(answered)).toBe(404);
});

/** An identity provider on this machine, which answers every request at once: rightly, or for another service. */
async function startIdp(sp: ServiceProvider, idp: TestIdp, nameId: string) {
  const state = { isConfused: false };
  const server = http.createServer((request, response) => {
    const sent = new URL(request.url ?? "/", "http://idp.example").searchParams.get("SAMLRequest");
    if (!sent) return response.writeHead(404).end();
    const [, requestId = ""] =
      / ID="([^"]+)"/.exec(inflateRawSync(Buffer.from(sent, "base64")).toString()) ?? [];
    const audience = state.isConfused ? "urn:another" : sp.entityId;
    const answer = buildAnswer({ idp, sp, requestId, nameId, audience });
    response.setHeader("content-type", "text/html").end(`<form method="post" action="${sp.acs}">
      <input type="hidden" name="SAMLResponse" value="${answer}"><button>Sign in as Ada</button></form>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sso`;
  return { state, url, stop: () => server.close() };
}

test("a test sign-in at a provider shows what is wrong, and then opens the way", async ({ page }) => {
  const { id: organizationId, slug } = await buildOrganization();
  const email = `ada@${slug}.example`;
  const admin = await buildPersonWithPassword({ role: "ORG_ADMIN", organizationId, email });
  await signInAs(page, admin);
  const verified = { verifiedAt: new Date(), verifiedBy: "operator" };
  await db().organizationDomain.create({
    data: { organizationId, domain: `${slug}.example`, token: "t", ...verified },
  });
  const idp = await testIdp();
  const { sp } = await buildSso({ organizationId, idp, isEnabled: false });
  const provider = await startIdp(sp, idp, email);
  await db().organizationSso.update({ where: { organizationId }, data: { ssoUrl: provider.url } });

  provider.state.isConfused = true;
  await page.goto("/admin/sso");
  await page.getByRole("link", { name: "Start a test sign-in" }).click();
  await page.getByRole("button", { name: "Sign in as Ada" }).click();
  await expect(page.getByText("A check did not pass")).toBeVisible();
  await expect(page.getByText("urn:another").first()).toBeVisible();
  await expect(page.getByText("Enter our entity ID exactly as shown")).toBeVisible();
  await expectAccessible(page);

  provider.state.isConfused = false;
  await page.getByRole("link", { name: "Test again" }).click();
  await page.getByRole("button", { name: "Sign in as Ada" }).click();
  await expect(page.getByText("Every check passed")).toBeVisible();
  await expect(section(page, "What your provider said").getByText(email).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Sign-in of your people" }).click();
  await expect(page.getByText("Tested, not in use")).toBeVisible();
  await section(page, "Rules").getByRole("button", { name: "Turn on: Single sign-on", exact: true }).click();
  await expect(page.getByText("In use", { exact: true })).toBeVisible();

  // And now it is how people come in.
  await page.context().clearCookies({ name: /session-token/ });
  await page.goto(`/saml/${slug}/login?returnTo=/admin/sso`);
  await page.getByRole("button", { name: "Sign in as Ada" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign-in of your people" })).toBeVisible();
  const metadata = await page.request.get(`/saml/${slug}/metadata`);
  expect(await metadata.text()).toContain(`entityID="${sp.entityId}"`);
  provider.stop();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the whole way works", async ({ page }) => {
    const { admin, organizationId } = await newAdmin(page);
    await page.goto("/admin/sso");
    await connect(page);
    await pass(organizationId);
    await page.goto("/admin/sso");
    const rules = section(page, "Rules");
    await rules.getByRole("button", { name: "Turn on: Single sign-on", exact: true }).click();
    await expect(page.getByText("In use", { exact: true })).toBeVisible();
    await rules.getByText("Require it …").click();
    await rules.getByLabel("Admin who keeps the password").selectOption(admin.id);
    await rules.getByRole("button", { name: "Yes, refuse passwords" }).click();
    await expect(page.getByText("Required", { exact: true })).toBeVisible();
    const domains = section(page, "Domains");
    await domains.getByLabel("Domain", { exact: true }).fill("gmail.com");
    await domains.getByRole("button", { name: "Claim the domain" }).click();
    await expect(domains.getByText("Anybody can have an address there.")).toBeVisible();
    await section(page, "What your identity provider must know").getByText("AD FS", { exact: true }).click();
    await expect(page.getByText("Add Relying Party Trust")).toBeVisible();
  });
});

test("a proof that is too old is asked for anew, and nothing is changed without", async ({ page }) => {
  const { admin, organizationId } = await newAdmin(page);
  await page.goto("/admin/sso");
  // The page is drawn anew once, when it has learnt the time zone.
  await page.waitForLoadState("networkidle");
  await db().session.updateMany({ where: { userId: admin.id }, data: { provenAt: new Date(0) } });
  const rules = section(page, "Rules");
  await rules.getByRole("button", { name: "Turn on: Second factor for everybody" }).click();
  await expect(rules.getByRole("link", { name: "Confirm that it is you" })).toBeVisible();
  expect(await db().organization.findUnique({ where: { id: organizationId } })).toMatchObject({
    requiresSecondFactor: false,
  });
  await page.goto("/admin/sso");
  await page.waitForURL("**/login/confirm?to=%2Fadmin%2Fsso");
});

for (const { locale, width, theme } of [
  { locale: "ja", width: 390, theme: "dark" },
  { locale: "en", width: 390, theme: "light" },
] as const) {
  test(`the page fits and is accessible with everything in it: ${locale}, ${width} px, ${theme}`, async ({
    page,
    context,
    baseURL,
  }) => {
    const url = baseURL ?? "";
    await context.addCookies([
      { name: "theme", value: theme, url },
      { name: "locale", value: locale, url },
    ]);
    await page.setViewportSize({ width, height: 900 });
    const { id: organizationId } = await buildOrganization();
    const { admin } = await newAdmin(page, organizationId);
    await db().organizationSso.create({
      data: {
        organizationId,
        idpEntityId: `https://idp.example/${"long/".repeat(20)}`,
        ssoUrl: `https://idp.example/?tenant=${"x".repeat(200)}`,
        certificates: [
          await newCertificate({ until: 5, name: "a-certificate-with-quite-a-long-name.example" }),
        ],
        metadataUrl: `https://idp.example/${"m".repeat(150)}`,
        isEnabled: true,
        testedAt: new Date(),
        spKeySealed: "sealed",
        spCertificate: "-----BEGIN CERTIFICATE-----",
      },
    });
    const verified = { verifiedAt: new Date(), verifiedBy: "operator" };
    for (const data of [
      { domain: `${"long-".repeat(10)}name.acme.example` },
      { domain: `${admin.id}.example`, ...verified },
    ])
      await db().organizationDomain.create({ data: { organizationId, token: "t".repeat(43), ...data } });
    await page.goto("/admin/sso");
    for (const fold of await page.getByRole("main").locator("summary").all()) {
      await fold.click();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, (await fold.textContent()) ?? undefined).toBeLessThanOrEqual(0);
    }
    await expectAccessible(page);
  });
}
