import { Group } from "../groups/group.entity.ts";
import { holdGroup } from "../groups/hold-group.ts";
import { LIVE_STATUSES, Membership, MembershipStatus } from "../groups/membership.entity.ts";
import { endMembership } from "../memberships/end-membership.ts";
import type { Context } from "../platform/context.ts";
import { DomainError } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise } from "../platform/find.ts";
import { withdrawFromGroup } from "../rsvps/withdraw-from-group.ts";

/** What is begun, asked for or offered; the rest is over already. */
const NOT_OVER: readonly MembershipStatus[] = [...LIVE_STATUSES, MembershipStatus.INVITED, MembershipStatus.REQUESTED];

interface Owned {
  readonly group_id: string;
  readonly name: string;
}

/** Groups of which somebody is the one owner, by whether others are in them. */
async function ownedAlone(ctx: Context, personId: string, withOthers: boolean): Promise<readonly Owned[]> {
  return ctx.db.query(
    `select m.group_id, g.name from memberships m join groups g on g.id = m.group_id
      where m.person_id = $1 and m.role = 'OWNER' and m.status = any($2)
        and not exists (select from memberships o where o.group_id = m.group_id and o.person_id <> $1
                           and o.role = 'OWNER' and o.status = any($2))
        and exists (select from memberships o where o.group_id = m.group_id and o.person_id <> $1
                       and o.status = any($2)) = $3
      order by m.group_id`,
    [personId, LIVE_STATUSES, withOthers],
  );
}

/** @throws CONFLICT for each group that would be left without an owner while others are in it */
export async function refuseSoleOwner(ctx: Context, personId: string): Promise<void> {
  const groups = await ownedAlone(ctx, personId, true);
  if (groups.length === 0) return;
  throw new DomainError(
    groups.map(({ group_id: id, name }) => ({
      code: "CONFLICT",
      message: `${name} has no other owner: it is handed on first.`,
      path: null,
      about: { entity: Group, id },
    })),
  );
}

/**
 * Ends every membership of somebody, and takes their answers to coming meetings back: seats go to whoever waits. A group
 * that nobody else is in is archived.
 */
export async function leaveAllGroups(ctx: Context, personId: string): Promise<void> {
  const coming: { group_id: string }[] = await ctx.db.query(
    `select group_id from memberships where person_id = $1 and status = any($2)
     union select r.group_id from rsvps r join meetings m on m.id = r.meeting_id
            where r.person_id = $1 and r.status <> 'NOT_GOING' and m.starts_at > $3
      order by group_id`,
    [personId, NOT_OVER, ctx.clock.now()],
  );
  for (const { group_id: groupId } of coming) await leave(ctx, await holdGroup(ctx, groupId), personId);
}

async function leave(ctx: Context, group: Group, personId: string): Promise<void> {
  const membership = await ctx.db.findOneBy(Membership, { groupId: group.id, personId });
  if (membership && NOT_OVER.includes(membership.status)) {
    const isEmptied = (await ownedAlone(ctx, personId, false)).some((owned) => owned.group_id === group.id);
    if (isEmptied && !group.archivedAt) {
      const now = ctx.clock.now();
      await revise(ctx, group, { archivedAt: now, updatedAt: now });
      await emit(ctx, { name: "group.archived", groupId: group.id });
    }
    await endMembership(ctx, { group, membership, to: MembershipStatus.RESIGNED }, "code");
  }
  await withdrawFromGroup(ctx, group.id, personId);
}
