import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "../db";
import { env } from "../env";
import { buildOrganization, buildPartner, buildUser } from "../testing/factories";
import { legalTexts, offeringPartner } from "./applicable";
import { parseText } from "./markdown";
import { publishDefaultTexts, publishPartnerText, setLegalSource } from "./publish";

const versions = async () =>
  (
    await pool().query(
      `SELECT "kind", "locale", "version" FROM "LegalText" WHERE "partnerId" IS NULL ORDER BY 1, 2, 3`,
    )
  ).rows;

describe("the service's own texts", () => {
  beforeAll(() => publishDefaultTexts(env().DATABASE_URL).then(() => {}));

  it("are published once, however often and from wherever they are deployed", async () => {
    const before = await versions();
    expect(before).toHaveLength(4);
    const counts = await Promise.all(
      Array.from({ length: 4 }, () => publishDefaultTexts(env().DATABASE_URL)),
    );
    expect(counts).toEqual([0, 0, 0, 0]);
    expect(await versions()).toEqual(before);
  });

  it("get a new version when their wording changes, once for several deployments at the same time", async () => {
    await pool().query(`UPDATE "LegalText" SET "body" = 'older' WHERE "kind" = 'TERMS' AND "locale" = 'en'`);
    const counts = await Promise.all(
      Array.from({ length: 4 }, () => publishDefaultTexts(env().DATABASE_URL)),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect((await legalTexts(null, "en")).terms.version).toBe(2);
    expect((await legalTexts(null, "ja")).terms.version).toBe(1);
  });

  it("are whole in each language, and name who offers the service", async () => {
    for (const locale of ["en", "ja"] as const) {
      for (const text of Object.values(await legalTexts(null, locale))) {
        expect(text).toMatchObject({ locale, name: "MyPages" });
        const words = JSON.stringify(parseText(text.body, text.name));
        expect(words).toContain("MyPages");
        expect(words).not.toContain("{name}");
      }
    }
  });
});

describe("the texts that apply", () => {
  const body = "# Our terms\n\nOf {name}.";
  const kind = "terms" as const;

  async function partnerWith(source: "service" | "white-label" | "own") {
    const { slug } = await buildPartner({ name: "Nordic Video" });
    await setLegalSource({ partner: slug, source: source.toUpperCase().replace("-", "_") as never });
    const partner = await pool().query(`SELECT "id" FROM "Partner" WHERE "slug" = $1`, [slug]);
    const user = await buildUser({
      organizationId: (await buildOrganization({ partnerId: partner.rows[0].id })).id,
    });
    const texts = async (locale: "en" | "ja") => legalTexts(await offeringPartner(user.id), locale);
    return { slug, texts };
  }

  it("are the service's, under its own name or the reseller's", async () => {
    const service = await legalTexts(null, "en");
    const { texts } = await partnerWith("service");
    expect(await texts("en")).toEqual(service);
    const white = await partnerWith("white-label");
    expect((await white.texts("en")).terms).toEqual({ ...service.terms, name: "Nordic Video" });
  });

  it("are the reseller's own, in its other language rather than not, the service's until there is one", async () => {
    const { slug, texts } = await partnerWith("own");
    const before = await texts("ja");
    expect(before.terms).toMatchObject({ name: "MyPages", locale: "ja" });
    expect(await publishPartnerText({ partner: slug, kind, locale: "en", body })).toEqual({
      version: 1,
      isShown: true,
    });
    expect((await texts("en")).terms).toMatchObject({ body, name: "Nordic Video", locale: "en" });
    expect((await texts("ja")).terms).toMatchObject({ body, name: "Nordic Video", locale: "en" });
    expect((await texts("ja")).privacy).toEqual(before.privacy);
    await publishPartnerText({ partner: slug, kind, locale: "ja", body: "規約 {name}" });
    expect((await texts("ja")).terms).toMatchObject({ body: "規約 {name}", locale: "ja", version: 1 });
  });

  it("are the newest version, and nobody else's", async () => {
    const { slug, texts } = await partnerWith("own");
    const other = await partnerWith("own");
    await publishPartnerText({ partner: slug, kind, locale: "en", body });
    const same = publishPartnerText({ partner: slug, kind, locale: "en", body });
    await expect(same).rejects.toMatchObject({ code: "conflict" });
    const next = await publishPartnerText({ partner: slug, kind, locale: "en", body: "changed" });
    expect(next.version).toBe(2);
    expect((await texts("en")).terms.body).toBe("changed");
    expect((await other.texts("en")).terms.name).toBe("MyPages");
    await expect(publishPartnerText({ partner: "nobody", kind, locale: "en", body })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
