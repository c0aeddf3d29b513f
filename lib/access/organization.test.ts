import { describe, expect, it } from "vitest";
import type { Actor } from "./actor";
import { authorizeOrganization } from "./index";
import { type OrganizationAction, organizationPolicy } from "./organization";

const everyone = {
  user: { kind: "user", userId: "user", organizationId: "acme" },
  admin: { kind: "org_admin", userId: "admin", organizationId: "acme" },
  foreignAdmin: { kind: "org_admin", userId: "foreign", organizationId: "globex" },
  agent: { kind: "partner", userId: "agent", partnerId: "nordic", canManage: false },
  partnerAdmin: { kind: "partner", userId: "partner", partnerId: "nordic", canManage: true },
  operator: { kind: "operator", userId: "operator" },
  job: { kind: "system", job: "command_line" },
} satisfies Record<string, Actor>;

/** The whole policy as a table. An action without a row does not compile. */
const allowed: Record<OrganizationAction, (keyof typeof everyone)[]> = {
  "organization.configureSignIn": ["admin", "job"],
  "organization.createRoom": ["user", "admin"],
};

describe("organization policy", () => {
  for (const action of Object.keys(organizationPolicy) as OrganizationAction[]) {
    it(`${action}: exactly ${allowed[action].join(", ")}; to others it is not there`, () => {
      const may = Object.entries(everyone).filter(([, actor]) => {
        try {
          authorizeOrganization(actor, action, { organizationId: "acme" });
          return true;
        } catch (error) {
          expect(error).toMatchObject({ code: "not_found" });
          return false;
        }
      });
      expect(may.map(([name]) => name)).toEqual(allowed[action]);
    });
  }
});
