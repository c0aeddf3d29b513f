import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const shared = {
  resolve: {
    alias: { "@": import.meta.dirname, "server-only": `${import.meta.dirname}/lib/testing/empty.ts` },
  },
  plugins: [react()],
};

export default defineConfig({
  test: {
    // A zone that no machine of ours is in, with an offset of 5 h 45 min: what forgets its zone shows at once.
    env: { TZ: "Asia/Kathmandu", LOG_LEVEL: "silent" },
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          include: ["{app,components,lib,scripts,bench}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.db.test.ts"],
          setupFiles: ["lib/testing/unit-setup.ts"],
          testTimeout: 20_000,
        },
      },
      {
        ...shared,
        test: {
          name: "database",
          include: ["{app,lib,scripts,prisma}/**/*.db.test.ts"],
          globalSetup: ["lib/testing/database-server.ts"],
          setupFiles: ["lib/testing/database-setup.ts"],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
