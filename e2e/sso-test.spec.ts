import http from "node:http";
import type { AddressInfo } from "node:net";
import { inflateRawSync } from "node:zlib";
import { db } from "../lib/db";
import { type ServiceProvider, samlChecks } from "../lib/saml";
import { buildAnswer, buildSso, type TestIdp, testIdp } from "../lib/saml/testing";
import { acceptAllTexts } from "../lib/testing/factories";
import { expectAccessible } from "./accessible";
import { buildOrganization, buildPersonWithPassword, buildUser, expect, signInAs, test } from "./fixtures";
import { newAdmin, section } from "./sso-scene";

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
  await acceptAllTexts(admin.id);
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
