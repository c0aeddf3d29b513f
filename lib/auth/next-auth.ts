import type { NextAuthOptions } from "next-auth";
import type { Adapter, AdapterUser } from "next-auth/adapters";
import { env } from "../env";
import { endSession, findSession, sessionCookieName, type Viewer } from "./session";

declare module "next-auth" {
  interface Session {
    viewer: Viewer;
  }
}

/**
 * next-auth keeps sessions in our table: it reads, ends and protects them. It has no provider, because sessions are
 * made in one place only, `createSession`, after whatever proof the way of signing in asks for.
 */
export const authOptions = (): NextAuthOptions => ({
  secret: env().AUTH_SECRET,
  providers: [],
  session: { strategy: "database" },
  useSecureCookies: env().PUBLIC_URL.startsWith("https:"),
  cookies: {
    sessionToken: {
      name: sessionCookieName(),
      // Lax, not strict: the page that follows a SAML sign-in comes from another site.
      options: { httpOnly: true, sameSite: "lax", path: "/", secure: env().PUBLIC_URL.startsWith("https:") },
    },
  },
  pages: { signIn: "/login", error: "/login" },
  adapter: {
    async getSessionAndUser(token: string) {
      const found = await findSession(token);
      if (!found) return null;
      const { viewer, expires } = found;
      const user = { id: viewer.sessionId, email: viewer.email, emailVerified: null, viewer };
      return { session: { sessionToken: token, userId: viewer.sessionId, expires }, user };
    },
    // The row's expiry moves on in findSession, where the rules for it are.
    updateSession: async () => null,
    deleteSession: endSession,
  } as Adapter,
  callbacks: {
    session: ({ session, user }) => ({
      expires: session.expires,
      viewer: (user as AdapterUser & { viewer: Viewer }).viewer,
    }),
  },
});
