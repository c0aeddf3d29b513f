import { inflateRawSync } from "node:zlib";
import { expect, it } from "vitest";
import { buildOrganization } from "../testing/factories";
import { beginLogin } from "./begin";
import { buildSso } from "./testing";

const begin = (slug: string) =>
  beginLogin({
    slug,
    kind: "login",
    returnTo: "",
    persistent: false,
    browserToken: undefined,
    remoteAddress: null,
  });

it("a sign-in begins where single sign-on is on, with a signed request", async () => {
  const { sp } = await buildSso();
  const begun = await begin(sp.organization.slug);
  if (!begun.ok) throw new Error("throttled");
  const query = new URL(begun.url).searchParams;
  expect(query.get("SigAlg")).toBe("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
  expect(query.get("RelayState")).toBeNull();
  const xml = inflateRawSync(Buffer.from(query.get("SAMLRequest") ?? "", "base64")).toString();
  expect(xml).toContain(`ID="${begun.requestId}"`);
  expect(xml).toContain(`AssertionConsumerServiceURL="${sp.acs}"`);
  expect(xml).toContain(sp.entityId);
});

it("a sign-in does not begin where single sign-on is off, or nobody's", async () => {
  const off = await buildSso({ isEnabled: false });
  for (const slug of [off.sp.organization.slug, "nowhere", (await buildOrganization()).slug])
    await expect(begin(slug)).rejects.toMatchObject({ code: "not_found" });
});
