import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import { chromium } from "playwright";

const onPath = (name: string): string | null => {
  const found = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" });
  return found.status === 0 ? found.stdout.trim() : null;
};

const installed = (): string | null =>
  ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"].map(onPath).find(Boolean) ?? null;

/**
 * A Chromium for the browser tests: CHROMIUM_PATH, one that is installed, Playwright's own, or as root on Debian one that
 * is installed now.
 * @throws {Error} saying what to do; the tests are never left out for want of a browser
 */
export function findChromium(): string {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  const there = installed();
  if (there) return there;
  if (fs.existsSync(chromium.executablePath())) return chromium.executablePath();
  if (process.getuid?.() === 0 && onPath("apt-get")) {
    process.stdout.write("Installing Chromium …\n");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const quietly = { stdio: ["ignore", "ignore", "inherit"] as ["ignore", "ignore", "inherit"], env };
    execFileSync("apt-get", ["update", "-q"], quietly);
    execFileSync(
      "apt-get",
      ["install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-noto-cjk"],
      quietly,
    );
    const now = installed();
    if (now) return now;
  }
  throw new Error("No Chromium found: install one (npx playwright install chromium), or set CHROMIUM_PATH");
}
