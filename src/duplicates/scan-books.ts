import type { Context } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import { inTransaction } from "../platform/transaction.ts";
import type { Entry } from "./compare-people.ts";
import { inOrder } from "./duplicate-dismissal.entity.ts";
import { findPairs, type Pair } from "./find-pairs.ts";

/** Most people of one group who are compared with each other, those it met last. */
export const PEOPLE_SCANNED_MAX = 20_000;
/** Most pairs that are kept for one group, the likeliest: a queue of more is an import gone wrong. */
export const PAIRS_KEPT_MAX = 1_000;
/** One address outweighs any score. */
const SAME_EMAIL_RANK = -1_000;

/** Somebody on the books, with what organisers may read of them, and what decides who of two would stay. */
interface Known extends Entry {
  readonly hasAccount: boolean;
  readonly hasAddress: boolean;
  readonly createdAt: Date;
}

/**
 * Looks a group's books through for people who stand in them twice, and makes what it finds the group's queue. Reads, and
 * writes that queue alone. A change of the books meanwhile is noted, and looked at in the next turn.
 */
export async function scanBooks(ctx: Context, groupId: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    // Noted again from here on: by whoever changes the books while this reads them.
    await ctx.db.query("delete from unscanned_books where group_id = $1", [groupId]);
    const people = await peopleOnTheBooks(ctx, groupId);
    const byId = new Map(people.map((person) => [person.id, person]));
    const mayBeOne = (one: string, other: string): boolean =>
      !(byId.get(one)?.hasAccount && byId.get(other)?.hasAccount);
    const pairs = await findPairs(people, mayBeOne);
    const [met, told] = [await metEachOther(ctx, groupId, pairs), await dismissed(ctx, groupId)];
    const areTwo = (key: string): boolean => met.has(key) || told.has(key);
    const kept = pairs.filter((pair) => !areTwo(keyOf(pair))).slice(0, PAIRS_KEPT_MAX);
    await keep(
      ctx,
      groupId,
      kept.map((pair) => ({ ...pair, ...rolesIn(pair, byId) })),
    );
  });
}

const keyOf = ({ oneId, otherId }: Pick<Pair, "oneId" | "otherId">): string => `${oneId} ${otherId}`;

/** Who stays and who is merged into them: an account before an address before age. */
function rolesIn({ oneId, otherId }: Pair, byId: ReadonlyMap<string, Known>) {
  const [one, other] = [byId.get(oneId) as Known, byId.get(otherId) as Known];
  const weight = ({ hasAccount, hasAddress }: Known): number => (hasAccount ? 2 : hasAddress ? 1 : 0);
  const difference = weight(one) - weight(other) || Number(other.createdAt) - Number(one.createdAt);
  return difference >= 0 ? { personId: oneId, duplicateId: otherId } : { personId: otherId, duplicateId: oneId };
}

/**
 * Whom the group knows by their own doing or without an address (`isOnTheBooks`), as rolls name them. Of the rest of a
 * profile only what the person shows to those who organise a group of theirs, since a reason would tell it.
 */
async function peopleOnTheBooks(ctx: Context, groupId: string): Promise<readonly Known[]> {
  return ctx.db.query(
    `select p.id, p.display_name as name,
            case when ${shown("email")} then p.email end as email,
            case when ${shown("phone")} then p.phone end as phone,
            case when ${shown("company")} then p.company end as company,
            case when ${shown("place")} then p.city end as city,
            p.email_verified_at is not null as "hasAccount", p.email is not null as "hasAddress", p.created_at as "createdAt"
       from (
         select person_id, bool_or(is_live) as is_live from (
           select person_id, status in ('TRIAL', 'ACTIVE', 'GRACE') as is_live from memberships
            where group_id = $1 and (joined_at is not null or status = 'REQUESTED')
           union all select person_id, false from visitors where group_id = $1 and known_as is null
           union all select person_id, false from rsvps where group_id = $1
         ) one group by person_id
       ) known join people p on p.id = known.person_id and p.erased_at is null
      order by p.id desc limit ${PEOPLE_SCANNED_MAX}`,
    [groupId],
  );
}

const shown = (field: string): string =>
  `(p.${field}_audience in ('PUBLIC', 'SIGNED_IN')
    or known.is_live and p.${field}_audience in ('GROUPS_IN_COMMON', 'ORGANISERS'))`;

/** Pairs of whom both were marked at one meeting: two people, whatever they are called. */
async function metEachOther(ctx: Context, groupId: string, pairs: readonly Pair[]): Promise<ReadonlySet<string>> {
  const rows: { one: string; other: string }[] = await ctx.db.query(
    `select pair.one, pair.other from unnest($2::uuid[], $3::uuid[]) as pair (one, other)
      where exists (
        select from attendances a join attendances b on b.meeting_id = a.meeting_id and b.person_id = pair.other
         where a.group_id = $1 and a.person_id = pair.one and a.code is not null and b.code is not null
      )`,
    [groupId, pairs.map(({ oneId }) => oneId), pairs.map(({ otherId }) => otherId)],
  );
  return new Set(rows.map(({ one, other }) => `${one} ${other}`));
}

/** Pairs of whom an organiser said that they are two: they, and whoever stands for one of them now. */
async function dismissed(ctx: Context, groupId: string): Promise<ReadonlySet<string>> {
  const rows: { one: string; other: string }[] = await ctx.db.query(
    `select coalesce(a.survivor_id, d.one_id) as one, coalesce(b.survivor_id, d.other_id) as other
       from duplicate_dismissals d
       left join person_merges a on a.group_id = d.group_id and a.merged_id = d.one_id and a.undone_at is null
       left join person_merges b on b.group_id = d.group_id and b.merged_id = d.other_id and b.undone_at is null
      where d.group_id = $1`,
    [groupId],
  );
  return new Set(rows.map(({ one, other }) => keyOf(inOrder(one, other))));
}

/** Makes these the group's queue; pairs that stay keep their rows, so that a page being read does not turn over. */
async function keep(
  ctx: Context,
  groupId: string,
  pairs: readonly (Pair & { readonly personId: string; readonly duplicateId: string })[],
): Promise<void> {
  const scores = pairs.map(({ score }) => Math.round(score));
  const values = [
    groupId,
    pairs.map(() => newId()),
    pairs.map(({ personId }) => personId),
    pairs.map(({ duplicateId }) => duplicateId),
    pairs.map(({ reasons }) => JSON.stringify(reasons)),
    scores,
    pairs.map(({ reasons }, index) => (reasons.includes("SAME_EMAIL") ? SAME_EMAIL_RANK : 0) - (scores[index] ?? 0)),
  ];
  await ctx.db.query(
    `delete from likely_duplicates where group_id = $1
       and (person_id, duplicate_id) not in (select * from unnest($2::uuid[], $3::uuid[]))`,
    [groupId, values[2], values[3]],
  );
  await ctx.db.query(
    `insert into likely_duplicates as known (id, group_id, person_id, duplicate_id, reasons, score, rank)
     select x.id, $1, x.person_id, x.duplicate_id, array(select jsonb_array_elements_text(x.reasons::jsonb)), x.score, x.rank
       from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::integer[], $7::integer[])
            as x (id, person_id, duplicate_id, reasons, score, rank)
     on conflict (group_id, person_id, duplicate_id) do update
       set reasons = excluded.reasons, score = excluded.score, rank = excluded.rank
       where (known.reasons, known.score, known.rank) is distinct from (excluded.reasons, excluded.score, excluded.rank)`,
    values,
  );
  // Dismissed while the books were looked through: whoever said so held the row, or waits for it now.
  await ctx.db.query(
    `delete from likely_duplicates l using duplicate_dismissals d
      where l.group_id = $1 and d.group_id = $1
        and d.one_id = least(l.person_id, l.duplicate_id) and d.other_id = greatest(l.person_id, l.duplicate_id)`,
    [groupId],
  );
}
