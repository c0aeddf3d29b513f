import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "../lib/db";
import { metadataXml, newCertificate } from "../lib/sso/testing";
import { buildOrganization, buildUser } from "../lib/testing/factories";
import { runScript } from "./processes";
import { claim, setSso, setSsoOptions, vouch } from "./sso-commands";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mypages-cli-"));
const file = path.join(folder, "idp.xml");
beforeAll(async () => {
  fs.writeFileSync(file, metadataXml({ certificates: [await newCertificate()] }));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const set = (input: object) => setSso(setSsoOptions.parse({ metadata: file, ...input }));

it("sets an organization's provider from a file, with its rules", async () => {
  const { id, slug: organization } = await buildOrganization();
  const admin = await buildUser({ organizationId: id, role: "ORG_ADMIN", passwordHash: "x" });
  const present = () =>
    db().organization.findUniqueOrThrow({ where: { id }, include: { sso: true, domains: true } });
  // As typed: the organization first, without the option's name.
  await runScript("scripts/mypages.ts", ["org", "set-sso", organization, "--metadata", file]);
  expect(await present()).toMatchObject({
    sso: { idpEntityId: "https://idp.example/metadata", isEnabled: false },
  });

  const all = { organization, enable: true, require: true, "break-glass": admin.email, jit: true };
  await expect(set(all)).rejects.toThrow("no_verified_domain");
  expect(await claim({ organization, domain: "acme.example" })).toContain("_mypages.acme.example");
  expect((await present()).domains).toMatchObject([{ domain: "acme.example", verifiedAt: null }]);
  expect(await vouch({ organization, domain: "ACME.example" })).toContain("verified");
  expect((await present()).domains).toMatchObject([{ verifiedBy: "operator" }]);
  expect(await set(all)).toContain("required: on");
  expect(await present()).toMatchObject({
    requiresSso: true,
    breakGlassUserId: admin.id,
    sso: { isEnabled: true, justInTime: true },
  });
});

it("says what it will not do, and changes nothing", async () => {
  const { slug: organization } = await buildOrganization();
  await expect(set({ organization: "nobody" })).rejects.toThrow("no organization nobody");
  await expect(set({ organization, metadata: path.join(folder, "missing.xml") })).rejects.toThrow(
    "cannot read",
  );
  await expect(set({ organization, metadata: "https://10.0.0.1/metadata" })).rejects.toThrow("unreachable");
  expect(() => set({ organization, require: true })).toThrow("--require needs");
  await expect(vouch({ organization, domain: "gmail.com" })).rejects.toThrow("free_mail");
  const typed = (...args: string[]) => runScript("scripts/mypages.ts", args);
  await expect(typed("org", "set-sso", organization, "and", "--metadata", file)).rejects.toThrow(
    "What is and?",
  );
  expect(await db().organizationSso.count({ where: { organization: { slug: organization } } })).toBe(0);
  expect(await db().organizationDomain.count({ where: { organization: { slug: organization } } })).toBe(0);
});
