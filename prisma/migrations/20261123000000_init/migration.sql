-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('USER', 'ORG_ADMIN', 'PARTNER_AGENT', 'PARTNER_ADMIN', 'OPERATOR');

-- CreateEnum
CREATE TYPE "AccountState" AS ENUM ('ACTIVE', 'SUSPENDED', 'TERMINATED');

-- CreateEnum
CREATE TYPE "RoomKind" AS ENUM ('PERMANENT', 'ONE_TIME');

-- CreateTable
CREATE TABLE "Partner" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "logoPath" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Partner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Organization" (
    "id" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "videoDomain" TEXT NOT NULL,
    "mediaLocation" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "organizationId" UUID,
    "partnerId" UUID,
    "role" "Role" NOT NULL DEFAULT 'USER',
    "state" "AccountState" NOT NULL DEFAULT 'ACTIVE',
    "email" TEXT NOT NULL,
    "videoAddress" TEXT,
    "displayName" TEXT NOT NULL,
    "passwordHash" TEXT,
    "locale" TEXT,
    "timeZone" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "userId" UUID NOT NULL,
    "idleExpiresAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "method" TEXT NOT NULL,
    "persistent" BOOLEAN NOT NULL,
    "remoteAddress" TEXT,
    "userAgent" TEXT,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Throttle" (
    "key" TEXT NOT NULL,
    "windowStart" TIMESTAMPTZ(3) NOT NULL,
    "windowEnd" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "Throttle_pkey" PRIMARY KEY ("key","windowStart")
);

-- CreateTable
CREATE TABLE "Room" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "ownerId" UUID NOT NULL,
    "kind" "RoomKind" NOT NULL DEFAULT 'PERMANENT',
    "alias" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "hostPinSealed" TEXT,
    "guestPinSealed" TEXT,
    "pinsChangedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Room_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RoomAlias" (
    "alias" TEXT NOT NULL,
    "roomId" UUID NOT NULL,

    CONSTRAINT "RoomAlias_pkey" PRIMARY KEY ("alias")
);

-- CreateTable
CREATE TABLE "RoomCoHost" (
    "roomId" UUID NOT NULL,
    "userId" UUID NOT NULL,

    CONSTRAINT "RoomCoHost_pkey" PRIMARY KEY ("roomId","userId")
);

-- CreateTable
CREATE TABLE "Device" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "alias" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "passwordSealed" TEXT NOT NULL,

    CONSTRAINT "Device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Conference" (
    "id" UUID NOT NULL,
    "roomId" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "isLocked" BOOLEAN NOT NULL DEFAULT false,
    "isStarted" BOOLEAN NOT NULL DEFAULT false,
    "guestsMuted" BOOLEAN NOT NULL DEFAULT false,
    "stamp" TEXT NOT NULL DEFAULT '',
    "olderStamps" JSONB NOT NULL DEFAULT '{}',
    "stays" JSONB NOT NULL DEFAULT '{}',
    "version" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "Conference_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Participant" (
    "id" TEXT NOT NULL,
    "conferenceId" UUID NOT NULL,
    "conversationId" TEXT NOT NULL,
    "callId" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "sourceAlias" TEXT NOT NULL,
    "destinationAlias" TEXT NOT NULL,
    "protocol" TEXT NOT NULL,
    "callDirection" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "serviceType" TEXT NOT NULL,
    "encryption" TEXT NOT NULL,
    "vendor" TEXT NOT NULL,
    "callTag" TEXT NOT NULL,
    "remoteAddress" TEXT NOT NULL,
    "systemLocation" TEXT NOT NULL,
    "hasMedia" BOOLEAN NOT NULL,
    "isMuted" BOOLEAN NOT NULL,
    "isPresenting" BOOLEAN NOT NULL,
    "isStreaming" BOOLEAN NOT NULL,
    "isIdpAuthenticated" BOOLEAN NOT NULL,
    "connectedAt" TIMESTAMPTZ(3),
    "leftAt" TIMESTAMPTZ(3),
    "leaveReason" TEXT,
    "leaveConfirmed" BOOLEAN NOT NULL DEFAULT false,
    "presenceStamp" TEXT NOT NULL DEFAULT '',
    "stamp" TEXT NOT NULL,
    "olderStamps" JSONB NOT NULL DEFAULT '{}',
    "version" BIGINT NOT NULL,

    CONSTRAINT "Participant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BridgeNode" (
    "node" TEXT NOT NULL,
    "startedAt" DOUBLE PRECISION NOT NULL,
    "lastSeq" BIGINT NOT NULL,
    "missing" JSONB NOT NULL DEFAULT '[]',
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "BridgeNode_pkey" PRIMARY KEY ("node")
);

-- CreateTable
CREATE TABLE "RefusedEvent" (
    "digest" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RefusedEvent_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "BridgeHealth" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "isReachable" BOOLEAN NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "checkedAt" TIMESTAMPTZ(3) NOT NULL,
    "eventsLateSince" TIMESTAMPTZ(3),

    CONSTRAINT "BridgeHealth_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Partner_slug_key" ON "Partner"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "Organization_slug_key" ON "Organization"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "Organization_videoDomain_key" ON "Organization"("videoDomain");

-- CreateIndex
CREATE INDEX "Organization_partnerId_idx" ON "Organization"("partnerId");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "User_videoAddress_key" ON "User"("videoAddress");

-- CreateIndex
CREATE INDEX "User_organizationId_idx" ON "User"("organizationId");

-- CreateIndex
CREATE INDEX "User_partnerId_idx" ON "User"("partnerId");

-- CreateIndex
CREATE UNIQUE INDEX "Session_tokenHash_key" ON "Session"("tokenHash");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "Session_idleExpiresAt_idx" ON "Session"("idleExpiresAt");

-- CreateIndex
CREATE INDEX "Throttle_windowEnd_idx" ON "Throttle"("windowEnd");

-- CreateIndex
CREATE UNIQUE INDEX "Room_alias_key" ON "Room"("alias");

-- CreateIndex
CREATE INDEX "Room_organizationId_name_idx" ON "Room"("organizationId", "name");

-- CreateIndex
CREATE INDEX "Room_ownerId_idx" ON "Room"("ownerId");

-- CreateIndex
CREATE INDEX "RoomAlias_roomId_idx" ON "RoomAlias"("roomId");

-- CreateIndex
CREATE INDEX "RoomCoHost_userId_idx" ON "RoomCoHost"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Device_alias_key" ON "Device"("alias");

-- CreateIndex
CREATE INDEX "Device_userId_idx" ON "Device"("userId");

-- CreateIndex
CREATE INDEX "Conference_roomId_startedAt_idx" ON "Conference"("roomId", "startedAt" DESC);

-- CreateIndex
CREATE INDEX "Conference_endedAt_idx" ON "Conference"("endedAt");

-- CreateIndex
CREATE INDEX "Participant_conferenceId_version_idx" ON "Participant"("conferenceId", "version");

-- CreateIndex
CREATE INDEX "RefusedEvent_receivedAt_idx" ON "RefusedEvent"("receivedAt");

-- AddForeignKey
ALTER TABLE "Organization" ADD CONSTRAINT "Organization_partnerId_fkey" FOREIGN KEY ("partnerId") REFERENCES "Partner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_partnerId_fkey" FOREIGN KEY ("partnerId") REFERENCES "Partner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Room" ADD CONSTRAINT "Room_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Room" ADD CONSTRAINT "Room_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoomAlias" ADD CONSTRAINT "RoomAlias_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "Room"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoomCoHost" ADD CONSTRAINT "RoomCoHost_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "Room"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoomCoHost" ADD CONSTRAINT "RoomCoHost_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Device" ADD CONSTRAINT "Device_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Conference" ADD CONSTRAINT "Conference_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "Room"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Participant" ADD CONSTRAINT "Participant_conferenceId_fkey" FOREIGN KEY ("conferenceId") REFERENCES "Conference"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What Prisma's schema language cannot say.

-- A person belongs where the role says.
ALTER TABLE "User" ADD CONSTRAINT "User_role_home_check" CHECK (
  CASE
    WHEN "role" IN ('USER', 'ORG_ADMIN') THEN "organizationId" IS NOT NULL AND "partnerId" IS NULL
    WHEN "role" IN ('PARTNER_AGENT', 'PARTNER_ADMIN') THEN "partnerId" IS NOT NULL AND "organizationId" IS NULL
    ELSE "organizationId" IS NULL AND "partnerId" IS NULL
  END
);

-- Addresses are compared as they are stored.
ALTER TABLE "User" ADD CONSTRAINT "User_lower_case_check" CHECK ("email" = lower("email") AND "videoAddress" = lower("videoAddress"));
ALTER TABLE "RoomAlias" ADD CONSTRAINT "RoomAlias_lower_case_check" CHECK ("alias" = lower("alias"));

-- A guest PIN without a host PIN would leave nobody able to start the meeting.
ALTER TABLE "Room" ADD CONSTRAINT "Room_guest_pin_needs_host_pin_check" CHECK ("guestPinSealed" IS NULL OR "hostPinSealed" IS NOT NULL);

-- A room has one live conference at a time.
CREATE UNIQUE INDEX "Conference_one_live_per_room" ON "Conference"("roomId") WHERE "endedAt" IS NULL;

-- Open rosters read who is in, not everyone who ever was.
CREATE INDEX "Participant_in_conference" ON "Participant"("conferenceId") WHERE "leftAt" IS NULL;

-- One row only.
ALTER TABLE "BridgeHealth" ADD CONSTRAINT "BridgeHealth_one_row_check" CHECK ("id" = 1);
