/**
 * What a merge does to the rows of a group, noted row by row, so that it can be undone. Names of tables and columns are
 * ours alone; nothing of a client's reaches the text of a statement.
 */
import type { Context } from "../platform/context.ts";
import { MOVED_COLUMNS } from "./moved-column.ts";

/** Whose rows become whose, in which group. */
export interface Moving {
  readonly mergeId: string;
  readonly groupId: string;
  readonly mergedId: string;
  readonly intoId: string;
}

/** Tables whose rows a merge sets aside, those that others point at first, and what a row of them is the only one of. */
const SET_ASIDE = {
  memberships: "group_id, person_id",
  membership_periods: "id",
  visitors: "group_id, person_id",
  role_terms: "id",
  rsvps: "meeting_id, person_id",
  standing_rsvps: "series_id, person_id",
  meeting_roles: "meeting_id, person_id, role",
  attendances: "meeting_id, person_id",
  encounter_people: "encounter_id, person_id",
} as const;

const noting = (kind: string, table: string, column: string): string =>
  `insert into person_merge_rows (merge_id, kind, table_name, column_name, was)
   select $1, '${kind}', '${table}', '${column}', row_was from noted`;

/** Sets aside what of the merged one stands beside an equal row of the other, and makes the rest the other's. */
export async function moveRows(ctx: Context, moving: Moving): Promise<void> {
  const { mergeId, groupId, mergedId, intoId } = moving;
  for (const { table, column, keys, ofGroup, rival, isPrivate } of MOVED_COLUMNS) {
    const was = isPrivate ? `jsonb_build_object(${keys.map((key) => `'${key}', t.${key}`).join(", ")})` : "to_jsonb(t)";
    if (rival) {
      await ctx.db.query(
        `with noted as (
           delete from ${table} t where t.${column} = $3 and ${ofGroup}
              and exists (select from ${table} x where x.${column} = $4 and ${rival})
           returning to_jsonb(t) as row_was
         ) ${noting("REMOVED", table, "")}`,
        [mergeId, groupId, mergedId, intoId],
      );
    }
    await ctx.db.query(
      `with noted as (
         update ${table} t set ${column} = $4 where t.${column} = $3 and ${ofGroup} returning ${was} as row_was
       ) ${noting("MOVED", table, column)}`,
      [mergeId, groupId, mergedId, intoId],
    );
  }
}

/** Notes and deletes rows that match. `condition` speaks of `t`, and of values from `$2` on. */
export async function setAside(
  ctx: Context,
  mergeId: string,
  table: keyof typeof SET_ASIDE,
  condition: string,
  values: readonly unknown[],
): Promise<void> {
  await ctx.db.query(
    `with noted as (delete from ${table} t where ${condition} returning to_jsonb(t) as row_was)
     ${noting("REMOVED", table, "")}`,
    [mergeId, ...values],
  );
}

/** Notes rows as they are, before the caller changes or after it adds them. */
export async function noteRows(
  ctx: Context,
  mergeId: string,
  kind: "CHANGED" | "ADDED",
  table: string,
  condition: string,
  values: readonly unknown[],
): Promise<void> {
  await ctx.db.query(
    `with noted as (select to_jsonb(t) as row_was from ${table} t where ${condition})
     ${noting(kind, table, "")}`,
    [mergeId, ...values],
  );
}

/** Gives back what was moved, as far as it is still there, and brings back what was set aside. */
export async function moveRowsBack(ctx: Context, { mergeId, mergedId, intoId }: Moving): Promise<void> {
  for (const { table, column, keys, rival } of MOVED_COLUMNS.toReversed()) {
    const isTheRow = keys.map((key) => `t.${key}::text = r.was ->> '${key}'`).join(" and ");
    // What was written since is the word of whoever stays.
    const isUnchanged =
      table === "rsvps" || table === "standing_rsvps" ? "and t.version::text = r.was ->> 'version'" : "";
    const noRival = rival ? `and not exists (select from ${table} x where x.${column} = $2 and ${rival})` : "";
    await ctx.db.query(
      `update ${table} t set ${column} = $2 from person_merge_rows r
        where r.merge_id = $1 and r.kind = 'MOVED' and r.table_name = '${table}' and r.column_name = '${column}'
          and t.${column} = $3 and ${isTheRow} ${isUnchanged} ${noRival}`,
      [mergeId, mergedId, intoId],
    );
  }
  for (const [table, unique] of Object.entries(SET_ASIDE)) {
    await ctx.db.query(
      `insert into ${table} select was.* from person_merge_rows r
         cross join jsonb_populate_record(null::${table}, r.was ${NOW_AS[table] ?? ""}) was
        where r.merge_id = $1 and r.kind = 'REMOVED' and r.table_name = '${table}' ${ONLY_WHERE[table] ?? ""}
       on conflict (${unique}) do nothing`,
      [mergeId],
    );
  }
}

/** What moved meanwhile with what it belongs to. */
const NOW_AS: Readonly<Record<string, string>> = {
  attendances:
    "|| jsonb_build_object('starts_at', (select m.starts_at from meetings m where m.id = (r.was ->> 'meeting_id')::uuid))",
};
/** What has nothing to belong to any more. */
const ONLY_WHERE: Readonly<Record<string, string>> = {
  membership_periods: "and exists (select from memberships m where m.id = was.membership_id)",
  // Nor what its author wrote anew since.
  encounter_people: `and exists (select from encounters e join person_merges m on m.id = r.merge_id
                                  where e.id = was.encounter_id and e.updated_at <= m.merged_at)`,
};
