import { describe, expect, it } from "vitest";
import type { Role } from "../generated/prisma/enums";
import type { Actor } from "./actor";
import { canOnPerson } from "./index";
import { type PersonAction, personPolicy } from "./people";

const actors = {
  user: { kind: "user", userId: "u", organizationId: "acme" },
  orgAdmin: { kind: "org_admin", userId: "a", organizationId: "acme" },
  agent: { kind: "partner", userId: "g", partnerId: "nordic", canManage: false },
  partner: { kind: "partner", userId: "p", partnerId: "nordic", canManage: true },
  otherPartner: { kind: "partner", userId: "q", partnerId: "pacific", canManage: true },
  operator: { kind: "operator", userId: "o" },
  job: { kind: "system", job: "any" },
} satisfies Record<string, Actor>;

/** Who may do it to whom, people of the reseller Nordic all. A role or an action without a row does not compile. */
const all: Record<Role, (keyof typeof actors)[]> = {
  USER: ["partner", "operator"],
  ORG_ADMIN: ["partner", "operator"],
  PARTNER_AGENT: ["partner", "operator"],
  PARTNER_ADMIN: ["operator"],
  OPERATOR: [],
};
const allowed: Record<PersonAction, typeof all> = { "person.read": all, "person.resetFactor": all };

describe("people policy", () => {
  for (const action of Object.keys(personPolicy) as PersonAction[]) {
    for (const role of Object.keys(all) as Role[]) {
      it(`${action} on ${role}: exactly ${allowed[action][role].join(", ") || "nobody"}`, () => {
        const person = { role, partnerId: role === "OPERATOR" ? null : "nordic" };
        const may = Object.entries(actors).filter(([, actor]) => canOnPerson(actor, action, person));
        expect(may.map(([name]) => name)).toEqual(allowed[action][role]);
      });
    }
  }
});
