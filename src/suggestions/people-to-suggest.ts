import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { badInput, type EntityRef } from "../platform/errors.ts";
import type { WhichRows } from "../platform/reads/reads.ts";
import { and, present, type Sql, sql } from "../platform/reads/sql.ts";
import { PEOPLE_COMPARED_MAX } from "./shared-ground.ts";
import { SUGGESTIONS_MAX } from "./suggestion.ts";

/** @throws BAD_USER_INPUT out of bounds */
export function refuseBadFirst(first: number): void {
  if (first < 1 || first > SUGGESTIONS_MAX) throw badInput(`first is 1 to ${SUGGESTIONS_MAX}.`);
}

export const personRef = (id: string): EntityRef => ({ entity: Person, id });

/** With an account, as only they can be asked. */
const AMONG: WhichRows = {
  entity: Person,
  where: ({ row, given }) =>
    and(sql`${row["id"] as Sql} = any(${given("ids", "uuid[]")})`, present(row["emailVerifiedAt"] as Sql)),
  max: PEOPLE_COMPARED_MAX,
};

/** Those of them whom the viewer sees, who have an account, want to be introduced, and are not parted by a block. */
export async function peopleToSuggest(ctx: Context, viewerId: string, ids: readonly string[]): Promise<string[]> {
  const seen = (await ctx.reads.whichSeen?.(ctx, AMONG, { ids })) ?? [];
  const rows = await ctx.db.query<{ id: string }[]>(
    `select id from unnest($1::uuid[]) with ordinality as x (id, place)
      where id <> $2 and not exists (select from introduction_pauses where person_id = x.id)
        and not exists (select from blocks where (blocker_id, blocked_id) in ((x.id, $2), ($2, x.id))) order by place`,
    [seen, viewerId],
  );
  return rows.map(({ id }) => id);
}

/** Pairs of these people of whom one blocks the other. */
export async function partedPairs(
  ctx: Context,
  ids: readonly string[],
): Promise<(one: string, other: string) => boolean> {
  const rows = await ctx.db.query<{ blocker_id: string; blocked_id: string }[]>(
    "select blocker_id, blocked_id from blocks where blocker_id = any($1) and blocked_id = any($1)",
    [ids],
  );
  const parted = new Map(ids.map((id) => [id, new Set<string>()]));
  for (const { blocker_id, blocked_id } of rows) {
    parted.get(blocker_id)?.add(blocked_id);
    parted.get(blocked_id)?.add(blocker_id);
  }
  return (one, other) => parted.get(one)?.has(other) ?? false;
}
