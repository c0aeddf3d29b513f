import { createSign } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createSession } from "../auth";
import { db } from "../db";
import { buildUser } from "../testing/factories";
import { Minute } from "../time";
import { type LogoutMessage, signOut, takeLogout } from "./logout";
import { buildSso, encoded, keyPair, signXml } from "./testing";

const SLO = "https://idp.example/slo";
const SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const NS =
  'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"';

type Scene = Awaited<ReturnType<typeof scene>>;

/** Somebody with two sessions of the provider and one by password. */
async function scene(sloUrl: string | null = SLO) {
  const { sp, idp } = await buildSso({ sloUrl });
  const user = await buildUser({ organizationId: sp.organization.id });
  const sign = (saml: Parameters<typeof createSession>[1]["saml"]) =>
    createSession(user.id, {
      method: saml ? "saml" : "password",
      persistent: false,
      remoteAddress: null,
      userAgent: null,
      saml,
    });
  const name = { nameId: "alice", nameIdFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" };
  const one = await sign({ ...name, sessionIndex: "one" });
  await sign({ ...name, sessionIndex: "two" });
  await sign(null);
  return { sp, idp, user, token: one.value };
}

type Parts = Partial<{
  issuer: string;
  destination: string;
  nameId: string;
  indexes: string[];
  at: Date;
  id: string;
}>;
const requestXml = ({ sp, idp }: Scene, parts: Parts = {}) =>
  `<samlp:LogoutRequest ${NS} ID="${parts.id ?? "_l1"}" Version="2.0" IssueInstant="${(parts.at ?? new Date()).toISOString()}" Destination="${parts.destination ?? sp.logout}"><saml:Issuer>${parts.issuer ?? idp.entityId}</saml:Issuer><saml:NameID>${parts.nameId ?? "alice"}</saml:NameID>${(parts.indexes ?? []).map((index) => `<samlp:SessionIndex>${index}</samlp:SessionIndex>`).join("")}</samlp:LogoutRequest>`;

const responseXml = ({ sp, idp }: Scene, inResponseTo: string, status = "Success") =>
  `<samlp:LogoutResponse ${NS} ID="_l2" Version="2.0" IssueInstant="${new Date().toISOString()}" Destination="${sp.logout}" InResponseTo="${inResponseTo}"><saml:Issuer>${idp.entityId}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${status}"/></samlp:Status></samlp:LogoutResponse>`;

/** A message by redirect, as providers send it. */
function redirected(
  key: string,
  xml: string,
  { kind = "SAMLRequest", relayState = "", algorithm = SHA256, hash = "RSA-SHA256" } = {},
): LogoutMessage {
  const message = encodeURIComponent(deflateRawSync(xml).toString("base64"));
  const relay = relayState ? `&RelayState=${encodeURIComponent(relayState)}` : "";
  const text = `${kind}=${message}${relay}&SigAlg=${encodeURIComponent(algorithm)}`;
  const signature = createSign(hash).update(text).sign(key, "base64");
  return { binding: "redirect", query: `${text}&Signature=${encodeURIComponent(signature)}` };
}

const methodsOf = async ({ user }: Scene) =>
  (await db().session.findMany({ where: { userId: user.id } }))
    .map((s) => s.samlSessionIndex ?? s.method)
    .sort();

describe("the provider logs somebody out", () => {
  it("from all its sessions, and none of another kind; and gets a signed answer", async () => {
    const place = await scene();
    const message = redirected(place.idp.key, requestXml(place), { relayState: "theirs&1" });
    const to = new URL((await takeLogout(place.sp, message, null)) ?? "");
    expect(`${to.origin}${to.pathname}`).toBe(SLO);
    expect(to.searchParams.get("RelayState")).toBe("theirs&1");
    expect(to.searchParams.get("SigAlg")).toBe(SHA256);
    const xml = inflateRawSync(Buffer.from(to.searchParams.get("SAMLResponse") ?? "", "base64")).toString();
    expect(xml).toContain('InResponseTo="_l1"');
    expect(xml).toContain("status:Success");
    expect(await methodsOf(place)).toEqual(["password"]);
    const event = await db().auditEvent.findFirst({ where: { subjectId: place.user.id } });
    expect(event).toMatchObject({ action: "session.ended", facts: { method: "saml", count: 2 } });
  });

  it("from the sessions that it names", async () => {
    const place = await scene();
    await takeLogout(place.sp, redirected(place.idp.key, requestXml(place, { indexes: ["two"] })), null);
    expect(await methodsOf(place)).toEqual(["one", "password"]);
  });

  it("by a signed post, too", async () => {
    const place = await scene(null);
    const signed = signXml(requestXml(place), "_l1", place.idp);
    const form = new URLSearchParams({ SAMLRequest: encoded(signed) });
    expect(await takeLogout(place.sp, { binding: "post", form }, null)).toBe("/login");
    expect(await methodsOf(place)).toEqual(["password"]);
  });

  const wrong: [string, (place: Scene) => Promise<LogoutMessage> | LogoutMessage][] = [
    [
      "unsigned",
      (place) => {
        const { query } = redirected(place.idp.key, requestXml(place)) as { query: string };
        return { binding: "redirect", query: query.replace(/&SigAlg.*/, "") };
      },
    ],
    ["signed by a stranger", async (place) => redirected((await keyPair("stranger")).key, requestXml(place))],
    [
      "signed with SHA-1",
      (place) =>
        redirected(place.idp.key, requestXml(place), {
          algorithm: "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
          hash: "RSA-SHA1",
        }),
    ],
    [
      "with another relay state than was signed",
      (place) => {
        const { query } = redirected(place.idp.key, requestXml(place), { relayState: "one" }) as {
          query: string;
        };
        return { binding: "redirect", query: query.replace("RelayState=one", "RelayState=two") };
      },
    ],
    [
      "with a parameter twice",
      (place) => {
        const { query } = redirected(place.idp.key, requestXml(place)) as { query: string };
        return { binding: "redirect", query: `${query}&SAMLRequest=x` };
      },
    ],
    [
      "of another issuer",
      (place) => redirected(place.idp.key, requestXml(place, { issuer: "https://other.example" })),
    ],
    [
      "for another address",
      (place) => redirected(place.idp.key, requestXml(place, { destination: "https://other.example" })),
    ],
    [
      "that is seven minutes old",
      (place) => redirected(place.idp.key, requestXml(place, { at: new Date(Date.now() - 7 * Minute.ms) })),
    ],
    [
      "that inflates to more than anybody sends",
      (place) =>
        redirected(
          place.idp.key,
          requestXml(place).replace("</saml:NameID>", `${" ".repeat(3_000_000)}</saml:NameID>`),
        ),
    ],
    ["without a message", () => ({ binding: "redirect", query: "" })],
    [
      "posted, unsigned",
      (place) => ({
        binding: "post",
        form: new URLSearchParams({ SAMLRequest: encoded(requestXml(place)) }),
      }),
    ],
    [
      "posted, altered",
      (place) => {
        const signed = signXml(requestXml(place, { nameId: "bob" }), "_l1", place.idp).replace(
          ">bob<",
          ">alice<",
        );
        return { binding: "post", form: new URLSearchParams({ SAMLRequest: encoded(signed) }) };
      },
    ],
    [
      "that is no logout",
      (place) => redirected(place.idp.key, requestXml(place).replaceAll("LogoutRequest", "AuthnRequest")),
    ],
  ];
  it.each(wrong)("not by a message %s", async (_what, build) => {
    const place = await scene();
    expect(await takeLogout(place.sp, await build(place), null)).toBeNull();
    expect(await methodsOf(place)).toEqual(["one", "password", "two"]);
    const events = await db().auditEvent.findMany({ where: { organizationId: place.sp.organization.id } });
    expect(events.map(({ action, facts }) => [action, facts])).toEqual([
      ["sso.refused", { check: "logout" }],
    ]);
  });

  it("once by one message, and nobody of another organization", async () => {
    const place = await scene();
    const message = redirected(place.idp.key, requestXml(place));
    await takeLogout(place.sp, message, null);
    await createSession(place.user.id, {
      method: "saml",
      persistent: false,
      remoteAddress: null,
      userAgent: null,
      saml: { nameId: "alice", nameIdFormat: null, sessionIndex: null },
    });
    expect(await takeLogout(place.sp, message, null)).toBeNull();
    const other = await scene();
    await takeLogout(other.sp, redirected(other.idp.key, requestXml(other)), null);
    expect(await methodsOf(place)).toEqual(["password", "saml"]);
  });
});

describe("somebody logs out here", () => {
  it("is out at once, and goes on to the provider with a signed request", async () => {
    const place = await scene();
    const to = new URL((await signOut(place.token)) ?? "");
    expect(await methodsOf(place)).toEqual(["password", "two"]);
    expect(`${to.origin}${to.pathname}`).toBe(SLO);
    expect(to.searchParams.get("Signature")).toBeTruthy();
    const xml = inflateRawSync(Buffer.from(to.searchParams.get("SAMLRequest") ?? "", "base64")).toString();
    expect(xml).toContain(">alice</saml:NameID>");
    expect(xml).toContain('Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"');
    expect(xml).toContain(">one</");
    const [, id = ""] = /ID="([^"]+)"/.exec(xml) ?? [];
    const answer = (status?: string) =>
      redirected(place.idp.key, responseXml(place, id, status), { kind: "SAMLResponse" });
    expect(await takeLogout(place.sp, answer(), null)).toBe("/login?out=everywhere");
    // The request is answered: nothing hangs on a second answer, or on one that says no.
    expect(await takeLogout(place.sp, answer(), null)).toBe("/login?out=here");
    expect(await takeLogout(place.sp, answer("PartialLogout"), null)).toBe("/login?out=here");
  });

  it("stays here by password, without a logout address, and with an unknown session", async () => {
    const place = await scene(null);
    expect(await signOut(place.token)).toBeNull();
    expect(await methodsOf(place)).toEqual(["password", "two"]);
    expect(await signOut("unknown")).toBeNull();
  });
});
