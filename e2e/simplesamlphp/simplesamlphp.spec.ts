import { db } from "../../lib/db";
import { buildSso, keyPair } from "../../lib/saml/testing";
import { acceptAllTexts } from "../../lib/testing/factories";
import { test as base, buildOrganization, buildUser, expect } from "../fixtures";
import { LoginPage } from "../pages/login-page";
import { PERSON, type SimpleSamlPhp, startSimpleSamlPhp } from "./provider";

// Against SimpleSAMLphp, which shares no code with us. Run by `npm run e2e:simplesamlphp`; not part of `npm test`.

const DOMAIN = "simplesamlphp.example";
const EMAIL = `hana@${DOMAIN}`;

const test = base.extend<object, { provider: SimpleSamlPhp }>({
  provider: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for an object here.
    async ({}, use) => {
      const { SIMPLESAMLPHP = "" } = process.env;
      const provider = await startSimpleSamlPhp(SIMPLESAMLPHP, await keyPair("simplesamlphp.example"), EMAIL);
      await use(provider);
      await provider.stop();
    },
    { scope: "worker" },
  ],
});
test.describe.configure({ mode: "serial" });

for (const isEncrypted of [false, true]) {
  test(`a person signs in and out at SimpleSAMLphp, assertions ${isEncrypted ? "encrypted" : "plain"}`, async ({
    page,
    provider,
  }) => {
    await db().organizationDomain.deleteMany({ where: { domain: DOMAIN } });
    await db().user.updateMany({
      where: { email: EMAIL },
      data: { email: `former-${Date.now()}@${DOMAIN}` },
    });
    const { id: organizationId } = await buildOrganization();
    const { sp } = await buildSso({
      organizationId,
      domain: DOMAIN,
      requiresSso: true,
      wantsEncrypted: isEncrypted,
      ssoUrl: provider.ssoUrl,
      sloUrl: provider.sloUrl,
      idp: { entityId: provider.entityId, ...(await keyPair("simplesamlphp.example")) },
    });
    provider.trust(sp, isEncrypted);
    const user = await buildUser({ organizationId, email: EMAIL, displayName: PERSON.name });
    await acceptAllTexts(user.id);

    const login = await LoginPage.open(page);
    await login.enterAddress(EMAIL);
    await page.locator("#username").fill(PERSON.username);
    await page.locator("#password").fill(PERSON.password);
    await page.locator("#password").press("Enter");
    await page.waitForURL("**/rooms");
    const session = await db().session.findFirstOrThrow({ where: { userId: user.id } });
    expect(session).toMatchObject({ method: "saml", samlNameId: PERSON.username });

    await page.getByRole("button", { name: `Account of ${PERSON.name}` }).click();
    await page.getByRole("menuitem", { name: "Log out" }).click();
    await page.waitForURL("**/login?out=everywhere");
    expect(await db().session.count({ where: { userId: user.id } })).toBe(0);
  });
}
