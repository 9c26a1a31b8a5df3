/** A device that keeps passkeys, in software: P-256, CBOR by hand, no attestation. It does whatever a test tells it to. */
import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";

type Cbor = number | string | Buffer | ReadonlyMap<Cbor, Cbor>;

/** RFC 8949, as far as WebAuthn needs it. */
function cbor(value: Cbor): Buffer {
  const head = (major: number, length: number): Buffer =>
    length < 24
      ? Buffer.from([(major << 5) | length])
      : length < 256
        ? Buffer.from([(major << 5) | 24, length])
        : Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const pairs = [...value];
  return Buffer.concat([head(5, pairs.length), ...pairs.flatMap((pair) => pair.map(cbor))]);
}

const sha256 = (data: string | Buffer): Buffer => createHash("sha256").update(data).digest();
const base64url = (data: Buffer): string => data.toString("base64url");

const PRESENT = 0x01;
const VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

/** What a device may do wrong. */
export interface Ways {
  readonly origin?: string;
  readonly domain?: string;
  readonly challenge?: string;
  readonly counter?: number;
  readonly isVerified?: boolean;
  readonly userHandle?: string;
}

export class Authenticator {
  readonly id = randomBytes(32);
  counter = 0;
  private readonly keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  private userHandle = "";

  constructor(private readonly place = { origin: "http://localhost:4000", domain: "localhost" }) {}

  /** Answers `beginPasskeyRegistration`, as `credential.toJSON()` does. */
  register(optionsJson: string, ways: Ways = {}): string {
    const { challenge, user } = JSON.parse(optionsJson) as { challenge: string; user?: { id: string } };
    this.userHandle = user?.id ?? "";
    const { x = "", y = "" } = this.keys.publicKey.export({ format: "jwk" });
    const key = new Map<Cbor, Cbor>([
      ...[[1, 2] as const, [3, -7] as const, [-1, 1] as const],
      ...[[-2, Buffer.from(x, "base64url")] as const, [-3, Buffer.from(y, "base64url")] as const],
    ]);
    const length = Buffer.from([0, this.id.length]);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.id, cbor(key)]);
    const data = Buffer.concat([this.said(ways, HAS_CREDENTIAL), credential]);
    const attestation = new Map<Cbor, Cbor>([
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", data],
    ]);
    return this.answer({
      clientDataJSON: base64url(this.clientData("webauthn.create", challenge, ways)),
      attestationObject: base64url(cbor(attestation)),
    });
  }

  /** Answers `beginPasskeySignIn`. */
  signIn(optionsJson: string, ways: Ways = {}): string {
    const { challenge } = JSON.parse(optionsJson) as { challenge: string };
    const clientData = this.clientData("webauthn.get", challenge, ways);
    const data = this.said(ways, 0);
    const signed = Buffer.concat([data, sha256(clientData)]);
    const key = createPrivateKey(this.keys.privateKey.export({ type: "pkcs8", format: "pem" }));
    return this.answer({
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(data),
      signature: base64url(sign("sha256", signed, key)),
      userHandle: ways.userHandle ?? this.userHandle,
    });
  }

  private said({ domain, counter, isVerified = true }: Ways, flags: number): Buffer {
    this.counter = counter ?? this.counter + 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.counter);
    const all = PRESENT | (isVerified ? VERIFIED : 0) | flags;
    return Buffer.concat([sha256(domain ?? this.place.domain), Buffer.from([all]), count]);
  }

  private clientData(type: string, asked: string, { challenge, origin }: Ways): Buffer {
    const said = { type, challenge: challenge ?? asked, origin: origin ?? this.place.origin, crossOrigin: false };
    return Buffer.from(JSON.stringify(said));
  }

  private answer(response: Record<string, unknown>): string {
    const id = base64url(this.id);
    return JSON.stringify({ id, rawId: id, type: "public-key", clientExtensionResults: {}, response });
  }
}
