import { randomBytes } from "node:crypto";
import { SAML, ValidateInResponseTo } from "@node-saml/node-saml";
import { digestOf, newToken } from "../lib/auth";
import { db } from "../lib/db";
import { buildAnswer, buildSso } from "../lib/saml/testing";
import { buildUser } from "../lib/testing/factories";
import { Hour, Second } from "../lib/time";
import { Connection } from "./connection";
import { atLeast, median, rounded } from "./figures";
import { say } from "./machine";
import type { Result } from "./run";
import type { Bench } from "./stack";

const PEOPLE = 100;
const CONNECTIONS = 8;
const ROUNDS = 5;
const ANSWERS = 400;
const DOMAIN = "bench.example";

type Sso = Awaited<ReturnType<typeof buildSso>>;

/** Identity providers' answers taken a second, beside bare `validatePostResponseAsync` calls on the same answers. */
export async function saml(bench: Bench): Promise<Result> {
  const sso = await buildSso({ domain: DOMAIN });
  const { id: organizationId } = sso.sp.organization;
  for (let n = 0; n < PEOPLE; n++) await buildUser({ organizationId, email: mailOf(n) });
  const rates = { portal: [] as number[], baseline: [] as number[] };
  for (let round = 0; round <= ROUNDS; round++) {
    say(round === 0 ? "Warming up answers …" : `Answers, round ${round} of ${ROUNDS} …`);
    const answers = await makeAnswers(sso);
    const baseline = await bareCalls(sso, answers);
    const portal = await posts(bench, sso, answers);
    if (round === 0) continue;
    rates.baseline.push(baseline);
    rates.portal.push(portal);
  }
  const [portal, baseline] = [median(rates.portal), median(rates.baseline)];
  return {
    verdicts: [
      atLeast("SAML answers a second, over bare validatePostResponseAsync's", 0.5, portal / baseline),
    ],
    setup: { people: PEOPLE, connections: CONNECTIONS, answers: ANSWERS },
    rounds: { count: ROUNDS, figure: "median of the rounds" },
    answersPerSecond: { portal: rounded(portal), baseline: rounded(baseline) },
    answersPerSecondOfRounds: { portal: rates.portal.map(rounded), baseline: rates.baseline.map(rounded) },
  };
}

const mailOf = (n: number) => `person${n % PEOPLE}@${DOMAIN}`;

/** Answers to requests that wait, each to its own, with the assertion signed. */
async function makeAnswers({ idp, sp }: Sso): Promise<string[]> {
  const ids = Array.from({ length: ANSWERS }, () => `_${randomBytes(20).toString("hex")}`);
  await db().samlRequest.createMany({
    data: ids.map((id) => ({
      id,
      organizationId: sp.organization.id,
      kind: "login",
      returnTo: "",
      browserHash: digestOf(newToken()),
      expiresAt: new Date(Date.now() + Hour.ms),
    })),
  });
  return ids.map((requestId, n) =>
    buildAnswer({ idp, sp, requestId, nameId: `person-${n % PEOPLE}`, attributes: { mail: mailOf(n) } }),
  );
}

async function bareCalls({ sp }: Sso, answers: string[]): Promise<number> {
  const bare = new SAML({
    issuer: sp.entityId,
    callbackUrl: sp.acs,
    entryPoint: sp.idp.ssoUrl,
    idpCert: sp.idp.certificates,
    audience: sp.entityId,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    validateInResponseTo: ValidateInResponseTo.never,
  });
  const startMs = performance.now();
  for (const answer of answers) await bare.validatePostResponseAsync({ SAMLResponse: answer });
  return (answers.length * Second.ms) / (performance.now() - startMs);
}

async function posts({ portalPort }: Bench, { sp }: Sso, answers: string[]): Promise<number> {
  const waiting = answers.map((answer) => postedAnswer(portalPort, sp.organization.slug, answer));
  const startMs = performance.now();
  const run = async () => {
    const connection = new Connection(portalPort);
    for (let request = waiting.pop(); request; request = waiting.pop()) {
      const { status } = await connection.send(request);
      if (status !== 303) throw new Error(`An answer was answered with ${status}`);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, run));
  return (answers.length * Second.ms) / (performance.now() - startMs);
}

function postedAnswer(port: number, slug: string, answer: string): Buffer {
  const body = new URLSearchParams({ SAMLResponse: answer }).toString();
  return Buffer.from(
    [
      `POST /saml/${slug}/acs HTTP/1.1`,
      `host: localhost:${port}`,
      "origin: https://idp.example",
      "x-forwarded-for: 192.0.2.1",
      "content-type: application/x-www-form-urlencoded",
      `content-length: ${body.length}`,
      "",
      body,
    ].join("\r\n"),
  );
}
