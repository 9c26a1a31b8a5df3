/** The one home of chance for identity: primary keys and the global ids made of them. */
import { randomUUID } from "node:crypto";
import { v7 } from "uuid";

/** A time-ordered UUID (version 7), made by the application so that any PostgreSQL will do. */
export const newId = (): string => v7();

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
