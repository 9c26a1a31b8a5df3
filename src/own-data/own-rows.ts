import type { Context } from "../platform/context.ts";
import type { Answered } from "./gather-own-data.ts";
import type { OwnPart } from "./own-parts.ts";

/** What is known of somebody and hangs on no person in the API: read from its table, of rows that are theirs alone. */
interface OwnRows {
  readonly name: string;
  /** In the order in which a table writes them; each an expression of SQL over `t`. */
  readonly columns: Readonly<Record<string, string>>;
  /** The table as `t`, and others with it; `$1` is the person's key. */
  readonly from: string;
}

const id = (prefix: string, column: string): string => `'${prefix}_' || replace(${column}::text, '-', '')`;
const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const GROUP = { groupId: id("grp", "g.id"), groupName: "g.name" } as const;

const OWN_ROWS: readonly OwnRows[] = [
  {
    name: "standingRsvps",
    columns: {
      ...{ id: id("srs", "t.id"), ...GROUP, seriesTitle: "s.title", mode: "t.mode", guests: "t.guests" },
      ...{ createdAt: instant("t.created_at"), updatedAt: instant("t.updated_at"), endedAt: instant("t.ended_at") },
    },
    from: `standing_rsvps t join groups g on g.id = t.group_id join meeting_series s on s.id = t.series_id
            where t.person_id = $1 order by t.created_at, t.id`,
  },
  {
    name: "roleTerms",
    columns: {
      ...{ id: id("rtm", "t.id"), ...GROUP, role: "t.role", title: "t.title", startsOn: "t.starts_on::text" },
      ...{ endsOn: "t.ends_on::text", endedOn: "t.ended_on::text", takenUpAt: instant("t.taken_up_at") },
    },
    // What is only planned is the owners' to tell.
    from: `role_terms t join groups g on g.id = t.group_id
            where t.person_id = $1 and t.taken_up_at is not null order by t.starts_on, t.id`,
  },
  {
    name: "meetingRoles",
    columns: { id: "t.id::text", meetingId: id("mtg", "m.id"), meetingTitle: "m.title", role: "t.role" },
    from: `meeting_roles t join meetings m on m.id = t.meeting_id
            where t.person_id = $1 and m.published_at is not null order by m.starts_at, t.id`,
  },
  {
    name: "visits",
    columns: { id: id("vis", "t.id"), ...GROUP, kind: "t.kind", firstSeenAt: instant("t.first_seen_at") },
    from: "visitors t join groups g on g.id = t.group_id where t.person_id = $1 order by t.first_seen_at, t.id",
  },
  {
    name: "keysMade",
    columns: {
      ...{ id: id("key", "t.id"), name: "t.name", kind: "t.kind", prefix: "t.prefix" },
      ...{ createdAt: instant("t.created_at"), expiresAt: instant("t.expires_at"), revokedAt: instant("t.revoked_at") },
    },
    from: "api_keys t where t.created_by_id = $1 order by t.created_at, t.id",
  },
  {
    name: "doorsOpened",
    columns: {
      ...{ id: id("dor", "t.id"), ...GROUP, label: "t.label" },
      ...{ createdAt: instant("t.created_at"), closedAt: instant("t.closed_at") },
    },
    from: "doors t join groups g on g.id = t.group_id where t.opened_by_id = $1 order by t.created_at, t.id",
  },
  {
    name: "importsBegun",
    columns: {
      ...{ id: id("imp", "t.id"), ...GROUP, fileKind: "t.file_kind", status: "t.status" },
      createdAt: instant("t.created_at"),
    },
    from: "group_imports t join groups g on g.id = t.group_id where t.begun_by_id = $1 order by t.created_at, t.id",
  },
  {
    name: "identities",
    columns: { id: "t.id::text", issuer: "t.issuer", subject: "t.subject", linkedAt: instant("t.linked_at") },
    from: "identities t where t.person_id = $1 order by t.linked_at, t.id",
  },
  {
    name: "introductionOutcomes",
    columns: {
      ...{ id: id("ito", "t.id"), introductionId: id("itr", "t.introduction_id"), kind: "t.kind", words: "t.words" },
      ...{ amountMinorUnits: "t.amount_minor_units", currency: "t.currency", recordedAt: instant("t.recorded_at") },
    },
    from: "introduction_outcomes t where t.recorded_by_id = $1 order by t.recorded_at, t.id",
  },
  {
    name: "reportsToOperator",
    columns: {
      ...{ id: "t.id::text", kind: "t.kind", reason: "t.reason", words: "t.words" },
      ...{ reportedAt: instant("t.reported_at"), closedAt: instant("t.closed_at") },
    },
    from: "reports t where t.reporter_id = $1 order by t.reported_at, t.id",
  },
  {
    name: "actsAsOrganiser",
    columns: {
      ...{ id: id("aud", "t.id"), ...GROUP, action: "t.action", occurredAt: instant("t.occurred_at") },
    },
    from: "audit_entries t join groups g on g.id = t.group_id where t.actor_id = $1 order by t.occurred_at, t.id",
  },
];

/** The names of what is read by rows, for those who look whether anything is left out. */
export const OWN_ROW_NAMES: readonly string[] = OWN_ROWS.map(({ name }) => name);

interface OwnList {
  readonly part: Pick<OwnPart, "name" | "columns">;
  readonly entries: readonly Answered[];
}

/** Reads each of them whole. */
export async function ownRows(ctx: Context, personId: string): Promise<readonly OwnList[]> {
  const lists: OwnList[] = [];
  for (const { name, columns, from } of OWN_ROWS) {
    const selected = Object.entries(columns).map(([column, expression]) => `${expression} as "${column}"`);
    lists.push({
      part: { name, columns: Object.keys(columns).map((column) => ({ path: [column], isCompound: false })) },
      entries: await ctx.db.query<Answered[]>(`select ${selected.join(", ")} from ${from}`, [personId]),
    });
  }
  return lists;
}
