import type { Context } from "../platform/context.ts";
import type { Erased } from "./rulings.ts";

/**
 * Who goes with somebody: entries that a group's organisers found to be the same human and merged, unless other groups
 * know them too, whose books say nothing of the kind. And every address that any of them was reached at.
 */
export async function peopleToErase(ctx: Context, personId: string): Promise<Erased> {
  const rows: { merged_id: string }[] = await ctx.db.query(
    `select distinct m.merged_id from person_merges m join people p on p.id = m.merged_id
      where m.survivor_id = $1 and m.undone_at is null and p.email_verified_at is null and not exists (
        select from (
          select group_id from memberships where person_id = m.merged_id
          union all select group_id from visitors where person_id = m.merged_id
          union all select group_id from rsvps where person_id = m.merged_id
          union all select group_id from attendances where person_id = m.merged_id
        ) known where known.group_id not in (
          select group_id from person_merges x
           where x.merged_id = m.merged_id and x.survivor_id = $1 and x.undone_at is null))`,
    [personId],
  );
  const ids = [personId, ...rows.map((row) => row.merged_id)];
  return { ids, addresses: await addressesOf(ctx, ids) };
}

async function addressesOf(ctx: Context, ids: readonly string[]): Promise<readonly string[]> {
  const rows: { address: string }[] = await ctx.db.query(
    `select lower(email) as address from people where id = any($1::uuid[]) and email is not null
     union select lower(email) from invitations where accepted_by_id = any($1::uuid[])
     union select lower(email) from visit_requests where person_id = any($1::uuid[])
     union select lower(email) from introduction_sides where person_id = any($1::uuid[]) and email is not null`,
    [ids],
  );
  return rows.map((row) => row.address);
}
