-- AlterTable
ALTER TABLE "Room" ADD COLUMN     "guestsCanPresent" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "heldSettings" JSONB,
ADD COLUMN     "layout" TEXT,
ADD COLUMN     "mutesGuests" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "participantLimit" INTEGER,
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "startsLocked" BOOLEAN NOT NULL DEFAULT false;


