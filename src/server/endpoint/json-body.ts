import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { parse } from "secure-json-parse";

/** A body that is not read, and why. */
export class BodyFault extends Error {
  constructor(
    readonly status: 400 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}

/** A body as it came, and what it says. */
export interface JsonBody {
  readonly text: string;
  readonly value: unknown;
}

const JSON_TYPE = /^\s*application\/json\s*(;|$)/i;
const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;

/**
 * JSON in UTF-8 is the only body we read: anything else is refused, not guessed at, as are keys that would reach the
 * prototypes of objects. Null for a request that went away before it was whole.
 *
 * @throws BodyFault
 */
export async function readJsonBody(request: IncomingMessage, bytesMax: number): Promise<JsonBody | null> {
  checkType(request);
  const bytes = await readBytes(request, bytesMax);
  if (bytes === null) return null;
  if (bytes.length === 0) throw new BodyFault(400, "The body is empty.");
  if (!isUtf8(bytes)) throw new BodyFault(400, "The body is not UTF-8.");
  const text = bytes.toString();
  try {
    return { text, value: parse(text, null, { protoAction: "error", constructorAction: "error" }) };
  } catch {
    throw new BodyFault(400, "The body is no JSON.");
  }
}

/** @throws BodyFault */
function checkType({ headers }: IncomingMessage): void {
  const type = headers["content-type"] ?? "";
  if (!JSON_TYPE.test(type)) throw new BodyFault(415, "Only application/json is read.");
  const charset = CHARSET.exec(type)?.[1] ?? "utf-8";
  if (charset.toLowerCase() !== "utf-8") throw new BodyFault(415, "Only UTF-8 is read.");
  if (headers["content-encoding"] !== undefined) throw new BodyFault(415, "Bodies are read as they are.");
}

function readBytes(request: IncomingMessage, bytesMax: number): Promise<Buffer | null> {
  const tooLarge = () => new BodyFault(413, `The body is larger than ${bytesMax} bytes.`);
  if (Number(request.headers["content-length"]) > bytesMax) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on("data", (part: Buffer) => {
      parts.push(part);
      size += part.length;
      if (size <= bytesMax) return;
      request.removeAllListeners("data").pause();
      reject(tooLarge());
    });
    request.on("end", () => resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, size)));
    request.on("error", () => resolve(null));
  });
}
