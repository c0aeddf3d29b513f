import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../scripts/postgres";

/** A SimpleSAMLphp identity provider of this machine's package, with a configuration of its own in a folder that goes with it. */
export type SimpleSamlPhp = {
  entityId: string;
  ssoUrl: string;
  sloUrl: string;
  /** Makes a service provider known to it. */
  trust(
    sp: { entityId: string; acs: string; logout: string; certificate: string },
    isEncrypted: boolean,
  ): void;
  stop(): Promise<void>;
};

/** Somebody whom it knows. */
export const PERSON = { username: "hana", password: "a password of the provider", name: "Hana Host" };

const php = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(php).join(", ")}]`;
  if (value !== null && typeof value === "object")
    return `[${Object.entries(value)
      .map(([key, item]) => `${php(key)} => ${php(item)}`)
      .join(", ")}]`;
  if (typeof value === "string") return `'${value.replace(/[\\']/g, "\\$&")}'`;
  return String(value);
};

/** @param folder where the package is */
export async function startSimpleSamlPhp(
  folder: string,
  keys: { key: string; certificate: string },
  email: string,
): Promise<SimpleSamlPhp> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "mypages-simplesamlphp-"));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const [config, metadata, cert] = ["config", "metadata", "cert"].map((name) => path.join(home, name));
  for (const one of [config, metadata, cert, "log", "data", "tmp", "sessions"].map((name) =>
    path.resolve(home, name ?? ""),
  ))
    fs.mkdirSync(one, { recursive: true, mode: 0o700 });
  const write = (name: string, text: string) => fs.writeFileSync(path.join(home, name), `<?php\n${text}\n`);
  fs.writeFileSync(path.join(home, "cert/idp.pem"), keys.key, { mode: 0o600 });
  fs.writeFileSync(path.join(home, "cert/idp.crt"), keys.certificate);
  write(
    "config/config.php",
    `$config = ${php({
      baseurlpath: `${origin}/`,
      certdir: `${cert}/`,
      loggingdir: `${home}/log/`,
      datadir: `${home}/data/`,
      tempdir: `${home}/tmp`,
      metadatadir: `${metadata}/`,
      secretsalt: "a salt of the tests only",
      "auth.adminpassword": "nobody signs in with this one",
      technicalcontact_email: "nobody@idp.example",
      timezone: "UTC",
      "enable.saml20-idp": true,
      "module.enable": { exampleauth: true, core: true, saml: true },
      "logging.handler": "file",
      "session.phpsession.savepath": `${home}/sessions`,
      "session.cookie.secure": false,
      "session.cookie.samesite": null,
      "language.cookie.secure": false,
      "language.cookie.samesite": null,
      "store.type": "phpsession",
      "metadata.sources": [{ type: "flatfile" }],
    })};`,
  );
  const { username, password, name } = PERSON;
  const person = { uid: [username], mail: [email], displayName: [name] };
  write(
    "config/authsources.php",
    `$config = ${php({ people: { 0: "exampleauth:UserPass", [`${username}:${password}`]: person } }).replace("'0' =>", "0 =>")};`,
  );
  const entityId = `${origin}/saml2/idp/metadata.php`;
  write(
    "metadata/saml20-idp-hosted.php",
    `$metadata[${php(entityId)}] = ${php({
      host: "__DEFAULT__",
      privatekey: "idp.pem",
      certificate: "idp.crt",
      auth: "people",
      "signature.algorithm": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
      "redirect.sign": true,
      "redirect.validate": true,
      "saml20.sign.response": true,
    })};`,
  );
  const trusted: string[] = [];
  const log = fs.openSync(path.join(home, "php.log"), "w");
  const server: ChildProcess = spawn(
    "php",
    ["-d", "opcache.enable=0", "-S", `127.0.0.1:${port}`, "-t", path.join(folder, "www")],
    {
      env: { ...process.env, SIMPLESAMLPHP_CONFIG_DIR: config },
      stdio: ["ignore", log, log],
    },
  );
  fs.closeSync(log);
  for (let i = 0; i < 100 && !(await fetch(`${origin}/saml2/idp/metadata.php`).catch(() => null)); i++)
    await sleep(100);
  return {
    entityId,
    ssoUrl: `${origin}/saml2/idp/SSOService.php`,
    sloUrl: `${origin}/saml2/idp/SingleLogoutService.php`,
    trust(sp, isEncrypted) {
      const name = { class: "saml:AttributeNameID", attribute: "uid", Format: PERSISTENT };
      trusted.push(
        `$metadata[${php(sp.entityId)}] = ${php({
          AssertionConsumerService: sp.acs,
          SingleLogoutService: sp.logout,
          certData: sp.certificate.replace(/-----[^-]+-----|\s/g, ""),
          "validate.authnrequest": true,
          "validate.logout": true,
          "sign.logout": true,
          "assertion.encryption": isEncrypted,
          NameIDFormat: PERSISTENT,
          authproc: { 3: name },
        }).replace("'3' =>", "3 =>")};`,
      );
      write("metadata/saml20-sp-remote.php", trusted.join("\n"));
    },
    async stop() {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await ended;
      fs.rmSync(home, { recursive: true, force: true });
    },
  };
}

const PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
