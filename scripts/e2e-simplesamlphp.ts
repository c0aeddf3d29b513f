// `npm run e2e:simplesamlphp`: signing in at a real SimpleSAMLphp, where this machine has Debian's package.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { root } from "./processes";

const folder = process.env.SIMPLESAMLPHP ?? "/usr/share/simplesamlphp";
const modules = spawnSync("php", ["-m"], { encoding: "utf8" }).stdout ?? "";
const hasPhp = /^dom$/m.test(modules) && /^mbstring$/m.test(modules);
if (!hasPhp || !fs.existsSync(`${folder}/www/saml2/idp/SSOService.php`)) {
  process.stdout.write(
    "SimpleSAMLphp is not installed, so nothing was tested. On Debian:\n" +
      "  apt-get install -y --no-install-recommends simplesamlphp php-cli php-xml php-mbstring\n",
  );
  process.exit(2);
}
const { status } = spawnSync(
  process.execPath,
  ["--import", "tsx", "scripts/e2e.ts", "e2e/simplesamlphp", ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit", env: { ...process.env, SIMPLESAMLPHP: folder } },
);
process.exit(status ?? 1);
