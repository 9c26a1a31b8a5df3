import { recountOneToOnes } from "../encounters/count-one-to-one.ts";
import type { Context } from "../platform/context.ts";

/** Counts the one-to-ones anew in which a merge, or its end, names somebody else. */
export async function recountTalks(ctx: Context, mergeId: string): Promise<void> {
  const moved: { id: string }[] = await ctx.db.query(
    `select p.encounter_id as id from person_merge_rows r join encounter_people p on p.id = (r.was ->> 'id')::uuid
      where r.merge_id = $1 and r.kind = 'MOVED' and r.table_name = 'encounter_people'`,
    [mergeId],
  );
  await recountOneToOnes(
    ctx,
    moved.map(({ id }) => id),
  );
}
