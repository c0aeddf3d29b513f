import { randomBytes } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digestOf, newToken } from "../auth";
import { db } from "../db";
import { buildUser } from "../testing/factories";
import { Minute } from "../time";
import { acsSlug, answerAcs, FORM_BYTES_MAX } from "./door";
import { buildAnswer, buildSso } from "./testing";

let server: http.Server;
beforeAll(async () => {
  server = http.createServer((request, response) => {
    request.headers["x-real-ip"] = "192.0.2.1";
    void answerAcs(request, response, acsSlug(request.url ?? "") ?? "nowhere");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => void server.close());

async function post(slug: string, fields: [string, string][]) {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/saml/${slug}/acs`;
  const answer = await fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });
  expect([answer.status, answer.headers.get("cache-control"), await answer.text()]).toEqual([
    303,
    "no-store",
    "",
  ]);
  expect(answer.headers.getSetCookie()).toEqual([]);
  return answer.headers.get("location");
}

/** A sign-in that waits, and a good answer to it. */
async function scene(name: string) {
  const domain = `${randomBytes(8).toString("hex")}.example`;
  const { sp, idp } = await buildSso({ domain });
  const { id: organizationId, slug } = sp.organization;
  await buildUser({ organizationId, email: `ada@${domain}` });
  const requestId = `_${randomBytes(20).toString("hex")}`;
  const request = {
    returnTo: "",
    browserHash: digestOf(newToken()),
    expiresAt: new Date(Date.now() + Minute.ms),
  };
  await db().samlRequest.create({ data: { id: requestId, organizationId, kind: "login", ...request } });
  return {
    slug,
    requestId,
    answer: buildAnswer({ idp, sp, requestId, attributes: { mail: `${name}@${domain}` } }),
  };
}

describe("the door for providers' answers", () => {
  it("sends the browser to where it gets its session, and to a page that refuses the second time", async () => {
    const { slug, requestId, answer } = await scene("ada");
    expect(await post(slug, [["SAMLResponse", answer]])).toBe(`/saml/${slug}/done?id=${requestId}`);
    expect(await post(slug, [["SAMLResponse", answer]])).toBe(`/saml/${slug}/refused`);
  });

  it("tells apart somebody who may not come in", async () => {
    const { slug, answer } = await scene("nobody");
    expect(await post(slug, [["SAMLResponse", answer]])).toBe(`/saml/${slug}/refused?why=person`);
  });

  it("never goes where RelayState says", async () => {
    const { slug, requestId, answer } = await scene("ada");
    const fields: [string, string][] = [
      ["SAMLResponse", answer],
      ["RelayState", "https://evil.example/"],
    ];
    expect(await post(slug, fields)).toBe(`/saml/${slug}/done?id=${requestId}`);
  });

  it("refuses an answer that is there twice, none at all, one that is too large, and an unknown organization", async () => {
    const { slug, answer } = await scene("ada");
    const twice: [string, string][] = [
      ["SAMLResponse", answer],
      ["SAMLResponse", answer],
    ];
    expect(await post(slug, twice)).toBe(`/saml/${slug}/refused`);
    expect(await post(slug, [])).toBe(`/saml/${slug}/refused`);
    expect(await post(slug, [["SAMLResponse", "A".repeat(FORM_BYTES_MAX)]])).toBe(`/saml/${slug}/refused`);
    expect(await post("no-such", [["SAMLResponse", answer]])).toBe("/saml/no-such/refused");
    expect(await post(slug, [["SAMLResponse", answer]])).toMatch(/\/done\?id=/);
  });

  it("takes posted forms alone", async () => {
    const { slug } = await scene("ada");
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/saml/${slug}/acs`);
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("is at exactly one address of an organization", () => {
    expect(acsSlug("/saml/acme/acs")).toBe("acme");
    for (const path of [
      "/saml/Acme/acs",
      "/saml/a%2Fb/acs",
      "/saml/acme/acs/",
      "/saml//acs",
      "/x/saml/acme/acs",
    ])
      expect(acsSlug(path)).toBeNull();
  });
});
