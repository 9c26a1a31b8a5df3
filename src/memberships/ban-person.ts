import { Field, ID, InputType } from "type-graphql";
import { IsNull } from "typeorm";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Ban } from "../groups/ban.entity.ts";
import { Group } from "../groups/group.entity.ts";
import { mayOrganise } from "../groups/group.policy.ts";
import { holdGroup } from "../groups/hold-group.ts";
import { Membership, MembershipRole, MembershipStatus } from "../groups/membership.entity.ts";
import { revokeInvitations } from "../groups/revoke-invitations.ts";
import { standingIn } from "../groups/standing-in.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { globalId, newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { inTransaction } from "../platform/transaction.ts";
import { endMembership, isLiveMembership } from "./end-membership.ts";
import { mayBanPerson } from "./membership.policy.ts";

@InputType({ description: "Keeping a person out of a group." })
export class BanPersonInput {
  @Field(() => ID, { description: "The group." })
  groupId: string;

  @Field(() => ID, { description: "The person, member or not." })
  personId: string;
}

export const BanPersonPayload = payloadType("BanPerson", { ban: () => Ban, banEdge: () => edgeOf(Ban) });

const PENDING: readonly MembershipStatus[] = [MembershipStatus.INVITED, MembershipStatus.REQUESTED];

/**
 * Ends what the person is in the group and keeps them from joining, asking or accepting until the ban is lifted. For
 * organisers, and for owners where the role is above member and host. Banning twice changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN (also for oneself), CONFLICT for the last owner
 */
export async function banPerson(ctx: Context, input: BanPersonInput): Promise<Ban> {
  const viewerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const group = await holdGroup(ctx, (await visible(ctx, Group, input.groupId, "groupId")).id);
    const standing = await standingIn(ctx, group.id);
    // Before the person is looked up: others could try out ids here.
    if (!mayOrganise(standing)) throw forbidden("ban people here");
    const { id: personId } = await visible(ctx, Person, input.personId, "personId");
    const membership = await ctx.db.findOneBy(Membership, { groupId: group.id, personId });
    if (!mayBanPerson(standing, { personId, role: roleOf(membership) })) throw forbidden("ban this person");
    const standingBan = await ctx.db.findOneBy(Ban, { groupId: group.id, personId, liftedAt: IsNull() });
    if (standingBan) return standingBan;

    const before = membership?.status ?? null;
    if (membership && isSomething(membership)) {
      await endMembership(ctx, { group, membership, to: MembershipStatus.REMOVED }, "personId");
    }
    await revokeInvitations(ctx, group.id, [personId]);
    const ban = await ctx.db.save(
      ctx.db.create(Ban, {
        id: newId(),
        groupId: group.id,
        personId,
        imposedAt: ctx.clock.now(),
        imposedById: viewerId,
        liftedAt: null,
      }),
    );
    await writeAuditEntry(ctx, {
      groupId: group.id,
      action: "banPerson",
      personId,
      objectId: globalId("ban", ban.id),
      before: { status: before, banned: false },
      after: { status: membership?.status ?? null, banned: true },
    });
    await emit(ctx, { name: "person.banned", banId: ban.id, groupId: group.id, personId });
    return ban;
  });
}

/** Nothing that ended counts. */
const roleOf = (membership: Membership | null): MembershipRole =>
  membership && isLiveMembership(membership) ? membership.role : MembershipRole.MEMBER;

const isSomething = (membership: Membership): boolean =>
  isLiveMembership(membership) || PENDING.includes(membership.status);
