import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { inflateRawSync } from "node:zlib";
import express, { type Request } from "express";
import samlp, { type Participant } from "samlp";
import SessionParticipants from "samlp/lib/sessionParticipants/index.js";
import { signXml } from "../lib/saml/testing";

/** Somebody whom the identity provider knows; the id is the NameID. */
export type IdpPerson = { id: string; email: string; name: string };

/**
 * An identity provider on a site of its own (another host than the portal's), built on the samlp package: it checks our
 * requests' signatures, people choose who they are, and it has the browser post its answer.
 */
export type Idp = {
  entityId: string;
  ssoUrl: string;
  sloUrl: string;
  people: IdpPerson[];
  /**
   * What a test bends in the answers. `authenticatedAt`: its own session stands since then, and it asks nobody again,
   * unless the request wants it (ForceAuthn) and it heeds that.
   */
  bend: { relayState?: string; issuer?: string; authenticatedAt?: Date; heedsForceAuthn?: boolean };
  /** Forgets its people and their sessions. */
  forget(): void;
  stop(): Promise<void>;
};

type Keys = { key: string; certificate: string };

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

const xmlIn = (request: Request): string =>
  inflateRawSync(Buffer.from(String(request.query.SAMLRequest ?? ""), "base64")).toString();

/** The address in a request that the answer is posted to. */
const acsIn = (request: Request): string =>
  /AssertionConsumerServiceURL="([^"]+)"/.exec(xmlIn(request))?.[1] ?? "";

const isForced = (request: Request): boolean => /\sForceAuthn="true"/.test(xmlIn(request));

/** The answer with another moment of authentication: samlp knows none but now, and has signed that. */
function withAuthnInstant(answer: Buffer, instant: Date, key: string): Buffer {
  const xml = answer
    .toString()
    .replace(/<Signature[^>]*>.*<\/Signature>/s, "")
    .replace(/AuthnInstant="[^"]*"/, `AuthnInstant="${instant.toISOString()}"`);
  const id = /<saml:Assertion[^>]*\sID="([^"]+)"/.exec(xml)?.[1] ?? "";
  return Buffer.from(signXml(xml, id, { key }));
}

/** What the provider remembers between the steps of a logout. */
function stateStore() {
  const kept = new Map<string, unknown>();
  type Done = (error: null, value?: unknown) => void;
  return {
    save(_request: Request, state: unknown, done: Done) {
      const id = randomUUID();
      kept.set(id, state);
      done(null, id);
    },
    load(_request: Request, id: string, options: { destroy?: boolean } | Done, done?: Done) {
      const state = kept.get(id);
      if (typeof options === "function") return options(null, state);
      if (options.destroy) kept.delete(id);
      done?.(null, state);
    },
    update(_request: Request, id: string, state: unknown, done: Done) {
      kept.set(id, state);
      done(null);
    },
  };
}

/** @param spCertificate what our requests must be signed with */
export async function startIdp({ key, certificate }: Keys, spCertificate: string): Promise<Idp> {
  const app = express();
  app.use(express.urlencoded({ extended: false, limit: "1mb" }));
  // samlp was written for an express that always had one.
  app.use((request, _response, next) => {
    request.body ??= {};
    next();
  });
  const server = http.createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const participants: Participant[] = [];
  const idp: Idp = {
    entityId: `${origin}/metadata`,
    ssoUrl: `${origin}/sso`,
    sloUrl: `${origin}/slo`,
    people: [],
    bend: {},
    forget() {
      idp.people.length = 0;
      idp.bend = {};
      participants.length = 0;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const postForm = (acs: string, answer: Buffer) =>
    `<!doctype html><title>Working</title><form method="post" action="${escapeHtml(acs)}"><input type="hidden" name="SAMLResponse" value="${answer.toString("base64")}"><input type="hidden" name="RelayState" value="${escapeHtml(idp.bend.relayState ?? "")}"><noscript><input type="submit" value="Submit"></noscript></form><script>document.forms[0].submit()</script>`;
  const signing = {
    cert: certificate,
    key,
    signatureAlgorithm: "rsa-sha256",
    digestAlgorithm: "sha256",
  };

  app.get("/sso", (request, response, next) => {
    const person = idp.people.find(({ id }) => id === request.query.as);
    if (!person) {
      const choices = idp.people.map(
        ({ id, name }) =>
          `<li><a href="/sso?${escapeHtml(`${request.url.split("?")[1]}&as=${encodeURIComponent(id)}`)}">${escapeHtml(name)}</a></li>`,
      );
      response.send(
        `<!doctype html><title>Identity provider</title><h1>Who are you?</h1><ul>${choices.join("")}</ul>`,
      );
      return;
    }
    const acs = acsIn(request);
    const { authenticatedAt, heedsForceAuthn } = idp.bend;
    const since = isForced(request) && heedsForceAuthn ? undefined : authenticatedAt;
    const serviceProviderId = acs.replace(/acs$/, "metadata");
    const sessionIndex = `_${randomUUID()}`;
    const nameIdFormat = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
    participants.push({
      serviceProviderId,
      sessionIndex,
      nameId: person.id,
      nameIdFormat,
      serviceProviderLogoutURL: acs.replace(/acs$/, "logout"),
      cert: spCertificate,
    });
    const [givenName = "", familyName = ""] = person.name.split(" ");
    samlp.auth({
      ...signing,
      issuer: idp.bend.issuer ?? idp.entityId,
      signingCert: spCertificate,
      recipient: acs,
      destination: acs,
      lifetimeInSeconds: 300,
      nameIdentifierFormat: nameIdFormat,
      sessionIndex,
      getPostURL: (_audience, _request, _http, done) => done(null, acs),
      responseHandler: (answer, _options, _request, http) =>
        void http.send(postForm(acs, since ? withAuthnInstant(answer, since, key) : answer)),
      getUserFromRequest: () => ({
        id: person.id,
        displayName: person.name,
        name: { givenName, familyName },
        emails: [{ value: person.email }],
      }),
    })(request, response, next);
  });

  const store = stateStore();
  app.all("/slo", (request, response, next) =>
    samlp.logout({
      ...signing,
      issuer: idp.entityId,
      deflate: true,
      protocolBinding: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
      sessionParticipants: new SessionParticipants(participants),
      clearIdPSession: (done: () => void) => done(),
      store,
    })(request, response, next),
  );
  return idp;
}
