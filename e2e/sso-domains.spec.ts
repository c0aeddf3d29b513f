import { db } from "../lib/db";
import { type DnsServer, startDnsServer } from "../lib/testing/dns-server";
import { expectAccessible } from "./accessible";
import { expect, test } from "./fixtures";
import { newAdmin, section } from "./sso-scene";

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

    // As if the daily look had not found it.
    await db().organizationDomain.updateMany({ where: { domain: name }, data: { missingDays: 1 } });
    await page.reload();
    await expect(domains.getByText("If it stays away for 6 more days")).toBeVisible();
    await expectAccessible(page);
    await db().organizationDomain.updateMany({ where: { domain: name }, data: { missingDays: 0 } });
    await page.reload();

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

    await domains.getByLabel(`Remove ${name}`).click();
    await domains.getByRole("button", { name: "Yes, remove it" }).click();
    await expect(page.getByText("The domain is removed.")).toBeVisible();
    await expect(domains.getByText("No domain is claimed yet.")).toBeVisible();
  });
});
