import { db } from "../lib/db";
import { metadataXml, newCertificate, publishMetadata } from "../lib/sso/testing";
import { expectAccessible } from "./accessible";
import { buildOrganization, buildPersonWithPassword, expect, signInAs, test } from "./fixtures";
import { certificate, connect, newAdmin, pass, paste, section } from "./sso-scene";

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

  // Who kept the password may lose it in other ways; the page says so.
  await db().user.update({ where: { id: admin.id }, data: { passwordHash: null } });
  await page.reload();
  await expect(rules.getByText("is no longer an active admin with a password")).toBeVisible();
  await expectAccessible(page);

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
  const metadata = await publishMetadata();
  metadata.answer = metadataXml({ certificates: [await certificate] });
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
  await read(metadata.address);
  await provider.getByRole("button", { name: "Save", exact: true }).click();
  await expect(provider.getByText(`Read again each day from ${metadata.address}`)).toBeVisible();
  metadata.stop();
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
