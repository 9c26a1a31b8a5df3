/** Which rows name a person whom they are about, and so become another's by a merge. */
import { LIVE_STATUSES } from "../groups/membership.entity.ts";

export interface MovedColumn {
  readonly table: string;
  readonly column: string;
  /** Columns that name a row of the table. */
  readonly keys: readonly string[];
  /** Which rows of the table `t` are the group's ($2). */
  readonly ofGroup: string;
  /** Where the table allows a person one row: what row `x` of the same person stands in the way of `t`. */
  readonly rival?: string;
  /** What stands in the rows is nobody's business: of those that move, their keys alone are noted. */
  readonly isPrivate?: true;
}

const LIVE = LIVE_STATUSES.map((status) => `'${status}'`).join(", ");

/**
 * What a member of the group keeps in their own book, or gave: theirs ($4 excepted, who would write of themself), and only
 * where they know the merged one ($3) by nothing but this group. Who shares another group with them, or is connected with
 * them, goes on seeing them there.
 */
const bookOf = (author: string): string => `
  ${author} <> $4
  and exists (select from memberships s where s.group_id = $2 and s.person_id = ${author} and s.status in (${LIVE}))
  and not exists (select from memberships s join memberships o using (group_id)
                   where s.group_id <> $2 and s.person_id = ${author} and o.person_id = $3
                     and s.status in (${LIVE}) and o.status in (${LIVE}))
  and not exists (select from connections c where c.ended_at is null
                     and c.person_low_id = least(${author}, $3) and c.person_high_id = greatest(${author}, $3))`;

const byGroup = { keys: ["id"], ofGroup: "t.group_id = $2" } as const;

/**
 * Every column in which a group's own rows, or books of its members, name a person whom they are about. Who did something
 * stays as it is; and so does what rests on somebody's own yes, connections and introductions: that yes was given to one
 * person, and no organiser can give it to another.
 */
export const MOVED_COLUMNS: readonly MovedColumn[] = [
  { table: "memberships", column: "invited_by_id", ...byGroup },
  { table: "bans", column: "person_id", ...byGroup },
  { table: "visitors", column: "person_id", ...byGroup, rival: "x.group_id = t.group_id" },
  { table: "visitors", column: "invited_by_id", ...byGroup },
  {
    table: "role_terms",
    column: "person_id",
    ...byGroup,
    rival: `x.group_id = t.group_id and lower(coalesce(x.title, '')) = lower(coalesce(t.title, ''))
      and daterange(x.starts_on, x.ended_on) && daterange(t.starts_on, t.ended_on)`,
  },
  { table: "rsvps", column: "person_id", ...byGroup, rival: "x.meeting_id = t.meeting_id" },
  { table: "standing_rsvps", column: "person_id", ...byGroup, rival: "x.series_id = t.series_id" },
  {
    table: "meeting_roles",
    column: "person_id",
    keys: ["id"],
    ofGroup: "t.meeting_id in (select id from meetings where group_id = $2)",
    rival: "x.meeting_id = t.meeting_id and x.role = t.role",
  },
  { table: "attendances", column: "person_id", ...byGroup, rival: "x.meeting_id = t.meeting_id" },
  { table: "attendances", column: "substitute_for_id", ...byGroup },
  { table: "ideas", column: "credited_to_id", ...byGroup },
  {
    table: "walk_ins",
    column: "person_id",
    keys: ["meeting_id", "walk_in_id"],
    ofGroup: "t.meeting_id in (select id from meetings where group_id = $2)",
  },
  {
    table: "walk_ins",
    column: "invited_by_id",
    keys: ["meeting_id", "walk_in_id"],
    ofGroup: "t.meeting_id in (select id from meetings where group_id = $2)",
  },
  {
    ...{ table: "encounter_people", column: "person_id", keys: ["id"], isPrivate: true },
    ofGroup: `t.encounter_id in (select e.id from encounters e where ${bookOf("e.author_id")})`,
    rival: "x.encounter_id = t.encounter_id",
  },
  { table: "recall_notes", column: "person_id", keys: ["id"], ofGroup: bookOf("t.author_id"), isPrivate: true },
  { table: "follow_ups", column: "person_id", keys: ["id"], ofGroup: bookOf("t.author_id"), isPrivate: true },
  {
    ...{ table: "group_suggestions", column: "receiver_id", keys: ["id"], isPrivate: true },
    // Across a block it would have gone nowhere.
    ofGroup: `${bookOf("t.giver_id")}
      and not exists (select from blocks b where (b.blocker_id, b.blocked_id) in ((t.giver_id, $4), ($4, t.giver_id)))`,
  },
  { table: "group_reports", column: "about_id", ...byGroup, isPrivate: true },
  {
    ...{ table: "group_reports", column: "object_id", keys: ["id"], isPrivate: true },
    ofGroup: "t.group_id = $2 and t.kind = 'PERSON'",
  },
  {
    table: "external_ids",
    column: "object_id",
    keys: ["kind", "external_id"],
    ofGroup: "t.group_id = $2 and t.kind = 'PERSON'",
  },
];
