import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import type { NewPasskeyAnswer, PasskeyAnswer } from "../second-factor/input";

const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest();

/** CBOR of what an authenticator says: small integers, byte strings, texts and maps (RFC 8949, 3). */
function cbor(value: number | string | Buffer | Map<number | string, unknown>): Buffer {
  const head = (major: number, length: number) =>
    length < 24
      ? Buffer.from([(major << 5) | length])
      : length < 256
        ? Buffer.from([(major << 5) | 24, length])
        : Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string")
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...value].flatMap(([key, item]) => [cbor(key), cbor(item as Buffer)]);
  return Buffer.concat([head(5, value.size), ...entries]);
}

type Where = { origin: string; challenge: string };

/** For tests: an authenticator in software with one key, ES256 (WebAuthn Level 3, 6). */
export class SoftAuthenticator {
  readonly id = randomBytes(32).toString("base64url");
  private readonly keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  counter = 0;

  constructor(private readonly host: string) {}

  private authenticatorData(flags: number, more: Buffer = Buffer.alloc(0)): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([sha256(this.host), Buffer.from([flags]), counter, more]);
  }

  private answer<T extends object>(response: T) {
    const { id } = this;
    return { id, rawId: id, type: "public-key" as const, clientExtensionResults: {}, response };
  }

  /** Makes the key known: what `navigator.credentials.create` gives. */
  create({ origin, challenge }: Where): NewPasskeyAnswer {
    const jwk = this.keys.publicKey.export({ format: "jwk" });
    const coordinate = (name: "x" | "y") => Buffer.from(jwk[name] ?? "", "base64url");
    const publicKey = new Map<number, number | Buffer>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, coordinate("x")],
      [-3, coordinate("y")],
    ]);
    const id = Buffer.from(this.id, "base64url");
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cbor(publicKey)]);
    const attestation = new Map<string, unknown>([
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", this.authenticatorData(0x41, attested)],
    ]);
    return this.answer({
      clientDataJSON: clientData("webauthn.create", { origin, challenge }).toString("base64url"),
      attestationObject: cbor(attestation).toString("base64url"),
      transports: ["usb" as const],
    });
  }

  /** Signs a challenge: what `navigator.credentials.get` gives. */
  sign({ origin, challenge }: Where): PasskeyAnswer {
    this.counter++;
    const data = this.authenticatorData(0x01);
    const client = clientData("webauthn.get", { origin, challenge });
    const signature = createSign("sha256")
      .update(Buffer.concat([data, sha256(client)]))
      .sign(this.keys.privateKey);
    return this.answer({
      clientDataJSON: client.toString("base64url"),
      authenticatorData: data.toString("base64url"),
      signature: signature.toString("base64url"),
    });
  }
}

const clientData = (type: string, where: Where) =>
  Buffer.from(JSON.stringify({ type, ...where, crossOrigin: false }));
