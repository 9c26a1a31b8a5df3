/** Of two places in one group one is made, with the time of both. */
import { In } from "typeorm";
import { LIVE_STATUSES, Membership, type MembershipStatus } from "../groups/membership.entity.ts";
import { MembershipPeriod } from "../groups/membership-period.entity.ts";
import type { Context } from "../platform/context.ts";
import { revise } from "../platform/find.ts";
import { newId } from "../platform/ids.ts";
import { type Moving, noteRows, setAside } from "./move-rows.ts";

const isLive = ({ status }: Membership): boolean => (LIVE_STATUSES as readonly MembershipStatus[]).includes(status);

/**
 * The membership of who stays keeps its role and status, unless it is over and the other's is not: then it takes those
 * on. An invitation of the merged one comes to nothing.
 */
export async function mergeMemberships(ctx: Context, moving: Moving): Promise<void> {
  const { mergeId, groupId, mergedId, intoId } = moving;
  const from = await ctx.db.findOneBy(Membership, { groupId, personId: mergedId });
  if (!from) return;
  const into = await ctx.db.findOneBy(Membership, { groupId, personId: intoId });
  if (from.joinedAt === null) {
    await setAside(ctx, mergeId, "memberships", "t.id = $2", [from.id]);
    return;
  }
  if (!into) {
    await moveMembership(ctx, moving, from);
    return;
  }
  await noteRows(ctx, mergeId, "CHANGED", "memberships", "t.id = $2", [into.id]);
  await uniteTimes(ctx, moving, from, into);
  await ctx.db.query(
    `with noted as (
       update leaves t set membership_id = $3 where membership_id = $2
       returning to_jsonb(t) || jsonb_build_object('membership_id', $2::uuid) as row_was
     ) insert into person_merge_rows (merge_id, kind, table_name, column_name, was)
     select $1, 'MOVED', 'leaves', 'membership_id', row_was from noted`,
    [mergeId, from.id, into.id],
  );
  await setAside(ctx, mergeId, "memberships", "t.id = $2", [from.id]);
  const revised = await revise(ctx, into, { ...unitedPlace(from, into), updatedAt: ctx.clock.now() });
  await ctx.db.query("update person_merges set membership_version = $2 where id = $1", [mergeId, revised.version]);
}

/** What the one membership is, of two that have begun or were asked for. */
function unitedPlace(from: Membership, into: Membership): Partial<Membership> {
  const { status, role, endedAt } = isLive(from) && !isLive(into) ? from : into;
  const isEarlier = into.joinedAt !== null && from.joinedAt !== null && into.joinedAt < from.joinedAt;
  const isLater = endedAt !== null && from.endedAt !== null && from.endedAt > endedAt;
  return {
    status,
    role,
    joinedAt: isEarlier ? into.joinedAt : from.joinedAt,
    endedAt: isLater ? from.endedAt : endedAt,
  };
}

async function moveMembership(ctx: Context, { mergeId, intoId }: Moving, { id }: Membership): Promise<void> {
  for (const [table, key] of [
    ["memberships", "id"],
    ["membership_periods", "membership_id"],
  ] as const) {
    await ctx.db.query(
      `with noted as (update ${table} t set person_id = $3 where ${key} = $2 returning to_jsonb(t) as row_was)
       insert into person_merge_rows (merge_id, kind, table_name, column_name, was)
       select $1, 'MOVED', '${table}', 'person_id', row_was from noted`,
      [mergeId, id, intoId],
    );
  }
}

interface Span {
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

/** Periods of one membership never overlap, so theirs are united. */
async function uniteTimes(ctx: Context, moving: Moving, from: Membership, into: Membership): Promise<void> {
  const { mergeId, groupId, intoId: personId } = moving;
  const both = await ctx.db.find(MembershipPeriod, {
    where: { membershipId: In([from.id, into.id]) },
    order: { startedAt: "ASC", id: "ASC" },
  });
  await setAside(ctx, mergeId, "membership_periods", "t.membership_id in ($2, $3)", [from.id, into.id]);
  const rows = united(both).map((span) => ({ id: newId(), membershipId: into.id, groupId, personId, ...span }));
  await ctx.db.insert(MembershipPeriod, rows);
  const ids = rows.map(({ id }) => id);
  await noteRows(ctx, mergeId, "ADDED", "membership_periods", "t.id = any($2::uuid[])", [ids]);
}

/** Spans in the order of their beginning, those that touch made one. */
export function united(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const { startedAt, endedAt } of spans) {
    const last = result.at(-1);
    if (last && (last.endedAt === null || last.endedAt >= startedAt)) {
      const isLonger = last.endedAt !== null && (endedAt === null || endedAt > last.endedAt);
      if (isLonger) result[result.length - 1] = { startedAt: last.startedAt, endedAt };
    } else result.push({ startedAt, endedAt });
  }
  return result;
}

/** Parts the two places again. What became of the united one meanwhile is the word of who stays. */
export async function partMemberships(ctx: Context, { mergeId, mergedId, intoId }: Moving): Promise<void> {
  const moved = `from person_merge_rows r where r.merge_id = $1 and r.kind = 'MOVED'`;
  for (const table of ["memberships", "membership_periods"]) {
    await ctx.db.query(
      `update ${table} t set person_id = $2 ${moved} and r.table_name = '${table}' and r.column_name = 'person_id'
          and t.id::text = r.was ->> 'id' and t.person_id = $3`,
      [mergeId, mergedId, intoId],
    );
  }
  // Periods that began after the merge belong to the moved membership as well.
  await ctx.db.query(
    `update membership_periods p set person_id = m.person_id from memberships m
      where m.id = p.membership_id and p.person_id <> m.person_id and m.person_id = $1`,
    [mergedId],
  );
  const [since]: { ended_at: Date | null }[] = await ctx.db.query(
    `with gone as (
       delete from membership_periods p using person_merge_rows r
        where r.merge_id = $1 and r.kind = 'ADDED' and r.table_name = 'membership_periods' and p.id::text = r.was ->> 'id'
       returning r.was ->> 'ended_at' as had_ended_at, p.ended_at
     ) select ended_at from gone where had_ended_at is null`,
    [mergeId],
  );
  await ctx.db.query(
    `update person_merge_rows set was = was || jsonb_build_object('ended_at', $2::timestamptz)
      where merge_id = $1 and kind = 'REMOVED' and table_name = 'membership_periods' and was ->> 'ended_at' is null
        and was ->> 'person_id' = $3`,
    [mergeId, since?.ended_at ?? null, intoId],
  );
  await restoreMembership(ctx, mergeId);
}

async function restoreMembership(ctx: Context, mergeId: string): Promise<void> {
  await ctx.db.query(
    `update memberships t set
        status = case when t.version = m.membership_version then r.was ->> 'status' else t.status end,
        role = case when t.version = m.membership_version then r.was ->> 'role' else t.role end,
        ended_at = case when t.version = m.membership_version then (r.was ->> 'ended_at')::timestamptz else t.ended_at end,
        joined_at = (r.was ->> 'joined_at')::timestamptz, version = t.version + 1
       from person_merges m join person_merge_rows r on r.merge_id = m.id
      where m.id = $1 and r.kind = 'CHANGED' and r.table_name = 'memberships' and t.id::text = r.was ->> 'id'`,
    [mergeId],
  );
}

/** Gives leaves back to the membership they were agreed for, once it is there again. */
export async function returnLeaves(ctx: Context, { mergeId }: Moving): Promise<void> {
  await ctx.db.query(
    `update leaves t set membership_id = (r.was ->> 'membership_id')::uuid from person_merge_rows r
      where r.merge_id = $1 and r.kind = 'MOVED' and r.table_name = 'leaves' and t.id::text = r.was ->> 'id'`,
    [mergeId],
  );
}

/** A membership is live exactly while a period is open, whatever happened between the merge and its end. */
export async function mendPeriods(ctx: Context, { groupId, intoId, mergedId }: Moving): Promise<void> {
  const now = ctx.clock.now();
  const memberships = await ctx.db.findBy(Membership, { groupId, personId: In([intoId, mergedId]) });
  for (const membership of memberships) {
    const periods = await ctx.db.findBy(MembershipPeriod, { membershipId: membership.id });
    const isOpen = periods.some(({ endedAt }) => endedAt === null);
    if (isLive(membership) && !isOpen) {
      const { id: membershipId, personId } = membership;
      await ctx.db.insert(MembershipPeriod, {
        id: newId(),
        membershipId,
        groupId,
        personId,
        startedAt: now,
        endedAt: null,
      });
      if (!membership.joinedAt) await ctx.db.update(Membership, { id: membershipId }, { joinedAt: now });
    }
    if (!isLive(membership) && isOpen) {
      await ctx.db.query(
        `update membership_periods set ended_at = greatest(started_at, $2) where membership_id = $1 and ended_at is null`,
        [membership.id, membership.endedAt ?? now],
      );
    }
  }
}
