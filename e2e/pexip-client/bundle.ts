import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * Builds, in memory, one HTML page with the published Pexip client in it; `window.pexip` drives it (see `page.ts`).
 * Serve it from `http://localhost`: the client needs a secure context.
 */
export async function buildPexipClientPage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("./page.ts", import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "error",
  });
  const script = outputFiles[0]?.text ?? "";
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pexip client</title></head><body><script>${script}</script></body></html>`;
}
