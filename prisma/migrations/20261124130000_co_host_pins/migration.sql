-- AlterTable
ALTER TABLE "RoomCoHost" ADD COLUMN     "canSetPins" BOOLEAN NOT NULL DEFAULT false;


