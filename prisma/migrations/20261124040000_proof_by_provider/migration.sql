-- An identity provider can be asked to prove anew who somebody is, and says when it last asked the person.
ALTER TABLE "SamlRequest" ADD COLUMN "sessionId" UUID;
ALTER TABLE "SamlRequest" ADD COLUMN "authenticatedAt" TIMESTAMPTZ(3);
