/** What follows from rows alone, whoever looks. */
import type { ApiKey } from "../../src/keys/api-key.entity.ts";
import type { Meeting } from "../../src/meetings/meeting.entity.ts";
import type { Type } from "./naive.ts";
import { PREFIXES, type Rows } from "./rows.ts";
import type { Sight } from "./sight.ts";

export const keysOf = (type: Type, ids: readonly string[]): string[] =>
  ids
    .filter((id) => id.startsWith(`${PREFIXES[type] ?? ""}_`))
    .map((id) => id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"));
export const displayName = (rows: Rows, personId: string): string | null =>
  rows.Person.find(({ id }) => id === personId)?.displayName ?? null;
export const bySlug = (a: { slug: string }, b: { slug: string }): number =>
  Buffer.compare(Buffer.from(a.slug), Buffer.from(b.slug));
export const pointOf = (latitude: number | null, longitude: number | null): object | null =>
  latitude === null ? null : { latitude, longitude };
export const isLiveKey = (k: ApiKey, { now }: Sight): boolean =>
  k.revokedAt === null && (k.expiresAt === null || k.expiresAt > now);
export const statusOfMeeting = (m: Meeting): string =>
  m.cancelledAt ? "CANCELLED" : m.publishedAt ? "SCHEDULED" : "DRAFT";
export const isAhead = (m: Meeting, { now }: Sight): boolean => m.cancelledAt === null && m.endsAt > now;
