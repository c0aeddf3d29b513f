-- The record that proved a domain is looked for again, each day.
ALTER TABLE "OrganizationDomain" ADD COLUMN "lookedUpAt" TIMESTAMPTZ(3);
ALTER TABLE "OrganizationDomain" ADD COLUMN "missingDays" INTEGER NOT NULL DEFAULT 0;
