-- An identity provider finds its session again by name and format, as it gave them.
ALTER TABLE "Session" ADD COLUMN "samlNameIdFormat" TEXT;
ALTER TABLE "PendingSignIn" ADD COLUMN "samlNameIdFormat" TEXT;
ALTER TABLE "SamlRequest" ADD COLUMN "samlNameIdFormat" TEXT;

-- A logout that an identity provider starts looks for the sessions of a name.
CREATE INDEX "Session_samlNameId_idx" ON "Session"("samlNameId");
