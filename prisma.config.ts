import { defineConfig } from "prisma/config";

// `generate` needs an address but never connects; every other command is given the real one.
const url = process.env.DATABASE_URL ?? "postgresql://postgres@127.0.0.1:5432/mypages";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url },
});
