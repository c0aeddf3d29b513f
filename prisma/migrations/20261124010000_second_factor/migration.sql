-- Searches for a part of a name; a trusted extension, so the database's owner may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- AlterTable
ALTER TABLE "FactorReset" ADD COLUMN     "stoppedById" UUID;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "seedSealed" TEXT,
ADD COLUMN     "webauthnChallenge" TEXT,
ADD COLUMN     "webauthnExpiresAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Throttle" ADD COLUMN     "waitUntil" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "FactorReset_requestedById_idx" ON "FactorReset"("requestedById");

-- CreateIndex
CREATE INDEX "FactorReset_effectiveAt_idx" ON "FactorReset"("effectiveAt");

-- CreateIndex
CREATE INDEX "User_displayName_id_idx" ON "User"("displayName", "id");

-- CreateIndex
CREATE INDEX "User_search_idx" ON "User" USING GIN ("displayName" gin_trgm_ops, "email" gin_trgm_ops, "videoAddress" gin_trgm_ops);

-- AddForeignKey
ALTER TABLE "FactorReset" ADD CONSTRAINT "FactorReset_stoppedById_fkey" FOREIGN KEY ("stoppedById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- One open reset a person.
CREATE UNIQUE INDEX "FactorReset_one_open" ON "FactorReset"("userId") WHERE "stoppedAt" IS NULL AND "doneAt" IS NULL;
