import { defineConfig } from "playwright/test";

export default defineConfig({
  testDir: "e2e",
  // Against a package that not every machine has: `npm run e2e:simplesamlphp`.
  testIgnore: process.env.SIMPLESAMLPHP ? [] : ["**/simplesamlphp/**"],
  outputDir: "test-results",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    baseURL: process.env.PUBLIC_URL,
    locale: "en-GB",
    timezoneId: "Europe/Oslo",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      chromiumSandbox: false,
      args: ["--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"],
    },
  },
});
