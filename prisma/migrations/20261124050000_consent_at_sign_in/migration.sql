-- A sign-in whose factors are proven waits for the texts to be accepted.
ALTER TABLE "PendingSignIn" ADD COLUMN "provenAt" TIMESTAMPTZ(3);
ALTER TABLE "PendingSignIn" ADD COLUMN "secondFactor" TEXT;
