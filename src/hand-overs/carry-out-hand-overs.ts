import { IsNull, LessThanOrEqual } from "typeorm";
import { holdGroup } from "../groups/hold-group.ts";
import { MembershipRole } from "../groups/membership.entity.ts";
import { todayIn } from "../groups/today-in.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { inTransaction } from "../platform/transaction.ts";
import "./hand-over.events.ts";
import { RoleTerm, RoleTermRefusal } from "./role-term.entity.ts";
import { membersConcerned, refusalsOf, takeUpTerms } from "./take-up-terms.ts";

/** Carries out what was planned for today, or for a day that passed meanwhile, each group's by its own calendar. */
export async function carryOutHandOvers(ctx: Context): Promise<void> {
  const groups = await ctx.db.query<{ id: string }[]>(
    `select distinct g.id from role_terms t join groups g on g.id = t.group_id
      where t.taken_up_at is null and t.refusal is null and t.starts_on <= ($1::timestamptz at time zone g.time_zone)::date
      order by g.id`,
    [ctx.clock.now()],
  );
  for (const { id } of groups) await inTransaction(ctx, (ctx) => carryOut(ctx, id));
}

/** Everything is looked at again: between the plan and its day people leave, and owners change. */
async function carryOut(ctx: Context, groupId: string): Promise<void> {
  const group = await holdGroup(ctx, groupId);
  const terms = await ctx.db.find(RoleTerm, {
    where: { groupId, takenUpAt: IsNull(), refusal: IsNull(), startsOn: LessThanOrEqual(todayIn(ctx, group)) },
    order: { id: "ASC" },
  });
  const [first] = terms;
  if (!first) return;
  const givenById = first.givenById ?? "";
  const members = await membersConcerned(
    ctx,
    groupId,
    terms.map(({ personId }) => personId),
  );
  const isOwner = members.some((m) => m.personId === givenById && m.role === MembershipRole.OWNER);
  const all = (refusal: RoleTermRefusal) => new Map(terms.map((term) => [term, refusal] as const));
  const refusals = group.archivedAt
    ? all(RoleTermRefusal.GROUP_ARCHIVED)
    : isOwner
      ? refusalsOf(terms, members)
      : all(RoleTermRefusal.GIVER_NO_OWNER);

  for (const [{ id }, refusal] of refusals) await ctx.db.update(RoleTerm, { id }, { refusal });
  const possible = terms.filter((term) => !refusals.has(term));
  if (possible.length > 0) await takeUpTerms(ctx, { group, terms: possible, members, action: "handOver" });
  if (refusals.size === 0) return;
  await emit(ctx, { name: "handOver.refused", groupId, givenById, termIds: [...refusals.keys()].map(({ id }) => id) });
}
