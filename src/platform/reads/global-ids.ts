/** Global ids, and the types whose prefix they bear. */
import { parseGlobalId } from "../ids.ts";
import type { Class } from "./reads.ts";
import { type Known, known } from "./registry.ts";

/** The primary key behind a global id of that entity, or null. */
export function keyOf(entity: Class, globalId: unknown): string | null {
  const parsed = typeof globalId === "string" ? parseGlobalId(globalId) : null;
  return parsed && parsed.prefix === known.get(entity)?.prefix ? parsed.id : null;
}

/** The primary keys behind those global ids that are of that entity. */
export const keysOf = (entity: Class, globalIds: readonly unknown[]): string[] =>
  globalIds.flatMap((globalId) => keyOf(entity, globalId) ?? []);

export const knownByPrefix = (prefix: string): Known | undefined =>
  prefix === "" ? undefined : [...known.values()].find((one) => one.prefix === prefix);

/** The prefix of a global id of ours, or nothing. */
export function prefixOf(globalId: unknown): string {
  const parsed = typeof globalId === "string" ? parseGlobalId(globalId) : null;
  return parsed && knownByPrefix(parsed.prefix) ? parsed.prefix : "";
}

/** The primary key behind any global id of ours, or null. */
export const uuidOf = (globalId: unknown): string | null =>
  prefixOf(globalId) === "" ? null : (parseGlobalId(globalId as string)?.id ?? null);
