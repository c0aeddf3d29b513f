-- AlterTable
ALTER TABLE "Room" ADD COLUMN     "closedAt" TIMESTAMPTZ(3),
ADD COLUMN     "closesAfterMeeting" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "closesAt" TIMESTAMPTZ(3),
ADD COLUMN     "opensAt" TIMESTAMPTZ(3);


