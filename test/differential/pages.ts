/** Connections the naive way: the whole list in order, then a slice of it. */
import { GraphQLError } from "graphql";
import type { Anything } from "../support/anything.ts";
import { type Circle, metresFrom } from "./places.ts";
import { type Rows, typeOf } from "./rows.ts";
import { relevanceOf } from "./words.ts";

type Row = { readonly id: string };
/** What a list was narrowed by, as far as an order speaks of it. */
interface Filter {
  readonly near?: Circle | null;
  readonly query?: string | null;
}
type Key = (row: Anything, filter: Filter) => Date | string | number;

const starts = new WeakMap<object, Date>();

/** Notes when the meetings of attendances and answers start: they are ordered by it, and no column is believed. */
export function noteStarts({ Attendance, Rsvp, Meeting }: Pick<Rows, "Attendance" | "Rsvp" | "Meeting">): void {
  const byMeeting = new Map(Meeting.map(({ id, startsAt }) => [id, startsAt]));
  for (const row of [...Attendance, ...Rsvp]) starts.set(row, byMeeting.get(row.meetingId) ?? new Date(0));
}
const startOf = (row: object): Date => starts.get(row) ?? new Date(0);

const NEVER = new Date("9999-12-31T00:00:00Z");
const nextMeetings = new WeakMap<object, Date>();

/** Notes when groups meet next: the first meeting that is to come and takes place. */
export function noteNextMeetings({ Group, Meeting }: Pick<Rows, "Group" | "Meeting">, now: Date): void {
  for (const group of Group) {
    const coming = Meeting.filter((m) => m.groupId === group.id && m.publishedAt && !m.cancelledAt && m.endsAt > now);
    const first = Math.min(...coming.map(({ startsAt }) => startsAt.getTime()), NEVER.getTime());
    nextMeetings.set(group, new Date(first));
  }
}

const words = new WeakMap<object, readonly { word: string; weight: number }[]>();

/** Notes by which words groups and topics are found. */
export function noteWords(rows: Pick<Rows, "Group" | "GroupWord" | "Topic" | "TopicWord">): void {
  for (const group of rows.Group)
    words.set(
      group,
      rows.GroupWord.filter(({ groupId }) => groupId === group.id),
    );
  for (const topic of rows.Topic)
    words.set(
      topic,
      rows.TopicWord.filter(({ topicId }) => topicId === topic.id),
    );
}
/** How well a group or a topic fits a query; null if it does not. */
export const relevanceIn = (query: string, row: object): number | null => relevanceOf(query, words.get(row) ?? []);
const relevance = (query: string | null | undefined, row: object): number =>
  query == null ? 0 : (relevanceIn(query, row) ?? 0);

/** What each type can be ordered by; the first stands in the schema as the default. */
export const ORDERS: Readonly<Record<string, Readonly<Record<string, Key>>>> = {
  AuditEntry: { OCCURRED_AT: (e) => e.occurredAt },
  GroupReport: { REPORTED_AT: (r) => r.reportedAt },
  Ban: { IMPOSED_AT: (b) => b.imposedAt },
  ConnectedPair: { STARTED_AT: (c) => c.startedAt },
  Encounter: { MET_ON: (e) => e.metOn },
  FollowUp: { DUE_ON: (f) => f.dueOn },
  RecallNote: { CREATED_AT: (n) => n.createdAt },
  Block: { CREATED_AT: (b) => b.createdAt },
  GroupSuggestion: { SUGGESTED_AT: (s) => s.suggestedAt },
  Idea: { CAPTURED_AT: (i) => i.capturedAt },
  Ask: { POSTED_AT: (a) => a.postedAt },
  AskResponse: { RESPONDED_AT: (r) => r.respondedAt },
  OfferResponse: { RESPONDED_AT: (r) => r.respondedAt },
  Offer: { POSTED_AT: (o) => o.postedAt },
  ClosedBusiness: { REPORTED_AT: (b) => b.reportedAt },
  Referral: { PASSED_AT: (r) => r.passedAt },
  Group: {
    NAME: (g) => g.name,
    CREATED_AT: (g) => g.createdAt,
    RELEVANCE: (g, { query }) => relevance(query, g as object),
    NEXT_MEETING: (g) => nextMeetings.get(g as object) ?? NEVER,
    DISTANCE: (g, { near }) => (near && metresFrom(near, g.latitude, g.longitude)) ?? 0,
  },
  Introduction: { CREATED_AT: (i) => i.createdAt },
  IntroductionRequest: { CREATED_AT: (r) => r.createdAt },
  IntroductionOutcome: { RECORDED_AT: (o) => o.recordedAt },
  Invitation: { CREATED_AT: (i) => i.createdAt },
  Attendance: { MEETING_STARTS_AT: (a) => startOf(a), UPDATED_AT: (a) => a.updatedAt },
  Leave: { FROM_ON: (l) => l.fromOn },
  GroupImport: { CREATED_AT: (i) => i.createdAt },
  LikelyDuplicate: { RANK: (d) => d.rank },
  Mark: { RECEIVED_AT: (m) => m.receivedAt },
  Meeting: { STARTS_AT: (m) => m.startsAt, CREATED_AT: (m) => m.createdAt },
  MeetingSeries: {},
  Membership: { CREATED_AT: (m) => m.createdAt },
  MembershipPeriod: { STARTED_AT: (p) => p.startedAt },
  PersonMerge: { MERGED_AT: (m) => m.mergedAt },
  App: { CREATED_AT: (a) => a.createdAt },
  ConnectedApp: { CREATED_AT: (c) => c.createdAt },
  ApiKey: { CREATED_AT: (k) => k.createdAt },
  ContactRead: { LAST_READ_AT: (r) => r.lastReadAt },
  Passkey: { CREATED_AT: (k) => k.createdAt },
  Door: { CREATED_AT: (d) => d.createdAt },
  RoleTerm: { STARTS_ON: (t) => t.startsOn },
  Rsvp: { RESPONDED_AT: (r) => r.respondedAt, MEETING_STARTS_AT: (r) => startOf(r) },
  Session: { CREATED_AT: (s) => s.createdAt },
  StandingRsvp: {},
  Topic: { NAME: (t) => t.name, RELEVANCE: (t, { query }) => relevance(query, t as object) },
  Visitor: { FIRST_SEEN_AT: (x) => x.firstSeenAt },
};

/** The part of the filter without which an order means nothing. */
export const NEEDS: Readonly<Record<string, string>> = { DISTANCE: "near", RELEVANCE: "query" };

export interface PageArguments {
  readonly filter?: Record<string, unknown> | null;
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly orderBy?: { readonly field: string; readonly direction: "ASC" | "DESC" };
}

const refused = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT" } });

/** Texts by code points, as UTF-8 sorts them; JavaScript's own order is by UTF-16. */
function compare(a: Date | string | number, b: Date | string | number): number {
  if (typeof a === "string" && typeof b === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
}

interface Sorted {
  readonly name: string;
  readonly key: Key | undefined;
  readonly sign: 1 | -1;
}

const sortedBy = (type: string, orderBy: PageArguments["orderBy"]): Sorted => {
  const { field, direction } = orderBy ?? { field: "", direction: "ASC" };
  return {
    name: `${type} ${field} ${direction}`,
    key: ORDERS[type]?.[field],
    sign: direction === "ASC" ? 1 : -1,
  };
};

const written = (value: Date | string | number): string =>
  JSON.stringify(value instanceof Date ? value.toISOString().replace("Z", "000Z") : value);

/** The cursor of a row in an order: what the engine writes is compared with it letter by letter. */
export function cursorOf(row: Row, orderBy: PageArguments["orderBy"], filter: Filter = {}): string {
  const { name, key } = sortedBy(typeOf(row), orderBy);
  const list = [JSON.stringify(name), ...(key ? [written(key(row, filter))] : []), JSON.stringify(row.id)];
  return Buffer.from(`[${list.join(", ")}]`).toString("hex");
}

/** Where a row lies relative to a cursor: below 0 is before it. */
function placeOf(cursor: string, type: string, { orderBy, filter }: PageArguments): (row: Row) => number {
  const { name, key, sign } = sortedBy(type, orderBy);
  let list: unknown;
  try {
    list = JSON.parse(Buffer.from(cursor, "hex").toString());
  } catch {
    throw refused("No cursor at all.");
  }
  if (!Array.isArray(list) || list[0] !== name) throw refused("A cursor of another list.");
  const [value, id] = [list[1] as string, list.at(-1) as string];
  return (row) => {
    const own = key?.(row, filter ?? {});
    const there = own instanceof Date ? new Date(value) : value;
    return sign * ((own === undefined ? 0 : compare(own, there)) || compare(row.id, id));
  };
}

/** One page of these rows, all of them within sight already. */
export function page<R extends Row>(type: string, rows: readonly R[], given: PageArguments) {
  const { first, last, after, before, orderBy } = given;
  const filter = given.filter ?? {};
  const needed = NEEDS[orderBy?.field ?? ""];
  if (needed && filter[needed] == null) throw refused("An order by what was not given.");
  const { key, sign } = sortedBy(type, orderBy);
  if (first != null && last != null) throw refused("Both ends.");
  const size = first ?? last ?? 20;
  if (size < 1 || size > 100) throw refused("Page size.");
  const byKey = (a: R, b: R): number => (key ? compare(key(a, filter), key(b, filter)) : 0) || compare(a.id, b.id);
  const all = [...rows].sort((a, b) => sign * byKey(a, b));
  const afterCursor = after == null ? null : placeOf(after, type, given);
  const beforeCursor = before == null ? null : placeOf(before, type, given);
  const range = all.filter((row) => (afterCursor?.(row) ?? 1) > 0 && (beforeCursor?.(row) ?? -1) < 0);
  const shown = last != null ? range.slice(Math.max(0, range.length - size)) : range.slice(0, size);
  const [start, end] = [shown[0], shown.at(-1)];
  return {
    totalCount: all.length,
    edges: shown.map((node) => ({ node, cursor: cursorOf(node, orderBy, filter) })),
    pageInfo: {
      startCursor: start ? cursorOf(start, orderBy, filter) : null,
      endCursor: end ? cursorOf(end, orderBy, filter) : null,
      // With no row to stand on, what lies beyond is told from the cursors alone.
      hasPreviousPage: start
        ? all.indexOf(start) > 0
        : afterCursor !== null && all.some((row) => afterCursor(row) <= 0),
      hasNextPage: end
        ? all.indexOf(end) < all.length - 1
        : beforeCursor !== null && all.some((row) => beforeCursor(row) >= 0),
    },
  };
}
