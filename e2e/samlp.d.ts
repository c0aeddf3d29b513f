// The part of samlp (an identity provider for tests) that e2e/idp.ts uses; the package has no types of its own.
declare module "samlp" {
  import type { Request, RequestHandler, Response } from "express";

  export type Participant = {
    serviceProviderId: string;
    sessionIndex: string;
    nameId: string;
    nameIdFormat: string;
    serviceProviderLogoutURL: string;
    cert: string;
  };
  type Signing = {
    cert: string;
    key: string;
    signatureAlgorithm: string;
    digestAlgorithm: string;
    issuer: string;
  };
  type Done<T> = (error: Error | null, value?: T) => void;
  const samlp: {
    auth(
      options: Signing & {
        signingCert: string;
        recipient: string;
        destination: string;
        lifetimeInSeconds: number;
        nameIdentifierFormat: string;
        sessionIndex: string;
        getPostURL(audience: string, request: Document, http: Request, done: Done<string>): void;
        responseHandler(answer: Buffer, options: object, request: Request, response: Response): void;
        getUserFromRequest(request: Request): object;
      },
    ): RequestHandler;
    logout(
      options: Signing & {
        deflate: boolean;
        protocolBinding: string;
        sessionParticipants: object;
        clearIdPSession(done: () => void): void;
        store: object;
      },
    ): RequestHandler;
  };
  export default samlp;
}

declare module "samlp/lib/sessionParticipants/index.js" {
  import type { Participant } from "samlp";

  export default class SessionParticipants {
    constructor(participants: Participant[]);
  }
}
