import { IsNull } from "typeorm";
import type { Group } from "../groups/group.entity.ts";
import {
  isLiveStatus,
  LIVE_STATUSES,
  Membership,
  MembershipRole,
  MembershipStatus,
} from "../groups/membership.entity.ts";
import { MembershipPeriod } from "../groups/membership-period.entity.ts";
import { revokeInvitations } from "../groups/revoke-invitations.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise } from "../platform/find.ts";
import { cutLeaves } from "./cut-leaves.ts";

export interface EndedMembership {
  readonly membershipId: string;
  readonly groupId: string;
  readonly personId: string;
}

type Consequence = (ctx: Context, ended: EndedMembership) => Promise<void>;
const consequences: Consequence[] = [];

/**
 * Rooms above say what must follow at once, in the same transaction, when somebody stops being a member: their future
 * seats are free the moment they have left. Whatever may follow later reacts to `membership.ended` instead.
 */
export function whenMembershipEnds(consequence: Consequence): void {
  consequences.push(consequence);
}

export type Ending = MembershipStatus.RESIGNED | MembershipStatus.REMOVED;

export const isLiveMembership = ({ status }: Membership): boolean => isLiveStatus(status);

/**
 * Ends a membership in the group that the caller holds. A live one closes its period, gives up its leaves and what
 * hangs on it; an invitation or a request comes to nothing. So does an invitation by e-mail: whoever is put out does
 * not come back in by an old one. History stays.
 *
 * @throws CONFLICT, at `field`, if it is that of the last owner
 */
export async function endMembership(
  ctx: Context,
  { group, membership, to }: { group: Group; membership: Membership; to: Ending },
  field: string,
): Promise<Membership> {
  const now = ctx.clock.now();
  if (!isLiveMembership(membership)) {
    await revokeInvitations(ctx, group.id, [membership.personId]);
    return revise(ctx, membership, { status: MembershipStatus.LAPSED, updatedAt: now });
  }
  await refuseLastOwner(ctx, membership, field);
  await revise(ctx, membership, { status: to, endedAt: now, updatedAt: now });
  await ctx.db.update(MembershipPeriod, { membershipId: membership.id, endedAt: IsNull() }, { endedAt: now });
  await revokeInvitations(ctx, group.id, [membership.personId]);
  await cutLeaves(ctx, membership, group);

  const ended = { membershipId: membership.id, groupId: group.id, personId: membership.personId };
  for (const consequence of consequences) await consequence(ctx, ended);
  await emit(ctx, { name: "membership.ended", ...ended });
  return membership;
}

/** @throws CONFLICT if the membership is that of the only owner, unless the group is over and nobody else is in it. The caller holds the group; a trigger holds the rule. */
export async function refuseLastOwner(ctx: Context, membership: Membership, field: string): Promise<void> {
  if (membership.role !== MembershipRole.OWNER || !isLiveMembership(membership)) return;
  const owners = await ctx.db.query<{ id: string }[]>(
    `select id from memberships where group_id = $1 and role = 'OWNER' and status = any($2) and id <> $3
     union all
     select id from groups where id = $1 and archived_at is not null and not exists (
       select from memberships where group_id = $1 and status = any($2) and id <> $3)
     limit 1`,
    [membership.groupId, LIVE_STATUSES, membership.id],
  );
  if (owners.length > 0) return;
  throw conflict(field, "A group keeps an owner: hand it on first.", { entity: Membership, id: membership.id });
}
