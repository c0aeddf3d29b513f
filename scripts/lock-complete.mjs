// scripts/lock-complete.mjs: add the optional platform packages npm left out of package-lock.json
import fs from "node:fs";

const l = JSON.parse(fs.readFileSync("package-lock.json", "utf8")),
  p = l.packages;
const OS = ["android", "darwin", "freebsd", "openbsd", "netbsd", "sunos", "aix", "win32", "linux"],
  CPU = ["arm64", "arm", "x64", "ia32", "ppc64", "riscv64", "s390x", "loong64", "wasm32"];
for (const [k, v] of Object.entries({ ...p }))
  for (const [n, spec] of Object.entries(v.optionalDependencies ?? {})) {
    let base = k,
      found = false;
    for (;;) {
      if (p[`${base ? `${base}/` : ""}node_modules/${n}`]) {
        found = true;
        break;
      }
      if (!base) break;
      base = base.slice(0, base.lastIndexOf("node_modules/")).replace(/\/$/, "");
    }
    if (found || !/^\d+\.\d+\.\d+/.test(spec)) continue;
    const t = n.split(/[-/]/),
      os = OS.find((o) => t.includes(o)),
      cpu = CPU.find((c) => t.includes(c)) ?? (t.includes("gnueabihf") ? "arm" : undefined);
    p[`node_modules/${n}`] = {
      version: spec,
      ...(cpu && { cpu: [cpu] }),
      ...(v.dev && { dev: true }),
      ...(t.includes("musl") && { libc: ["musl"] }),
      optional: true,
      ...(os && { os: [os] }),
    };
  }
l.packages = Object.fromEntries(Object.entries(p).sort(([a], [b]) => (a < b ? -1 : 1)));
fs.writeFileSync("package-lock.json", `${JSON.stringify(l, null, 2)}\n`);
