/** The one home of chance for identity: primary keys and the global ids made of them. */
import { randomFillSync, randomUUID } from "node:crypto";
import { v7 } from "uuid";

/** Random bits of one id, of which the least is used; and of how many ids they are drawn at once. */
const RANDOM_BYTES = 16;
const DRAWN_AT_ONCE = 256;
const SEQUENCE_BITS = 31;

const drawn = new Uint8Array(RANDOM_BYTES * DRAWN_AT_ONCE);
let used = drawn.length;
let msecs = 0;
let seq = 0;

/**
 * A time-ordered UUID (version 7), made by the application so that any PostgreSQL will do. Later ones of this process
 * are greater. Chance is drawn for many at once: the system's call would cost more than all the rest.
 */
export function newId(): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const random = drawn.subarray(used, (used += RANDOM_BYTES));
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    seq = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> (32 - SEQUENCE_BITS);
  } else if (++seq > 0xffff_ffff) {
    seq = 0;
    msecs++;
  }
  return v7({ random, msecs, seq });
}

/** Names one request in the log and in its answer: random only, at a tenth of the cost. */
export const newRequestId = (): string => randomUUID();

/** `mtg_` and the 32 hex digits of the key: opaque to clients, selected by a double click. */
export const globalId = (prefix: string, id: string): string => `${prefix}_${id.replaceAll("-", "")}`;

const GLOBAL_ID = /^([a-z]{3,4})_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** The parts of a global id, or null for anything that is none: a malformed id is simply not found. */
export function parseGlobalId(text: string): { prefix: string; id: string } | null {
  const parts = GLOBAL_ID.exec(text);
  if (!parts) return null;
  const [, prefix, ...uuid] = parts;
  return { prefix: prefix ?? "", id: uuid.join("-") };
}
