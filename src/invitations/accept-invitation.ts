import { IsOptional, MaxLength } from "class-validator";
import { Directive, Field, ID, InputType } from "type-graphql";
import { beginMembership } from "../groups/begin-membership.ts";
import type { Group } from "../groups/group.entity.ts";
import { holdGroup, refuseArchived } from "../groups/hold-group.ts";
import { Invitation } from "../groups/invitation.entity.ts";
import { Membership, MembershipStatus } from "../groups/membership.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import { isLiveMembership } from "../memberships/end-membership.ts";
import { heldMembership } from "../memberships/held-membership.ts";
import { CLOSED } from "../memberships/join-group.ts";
import { mayInviteAs } from "../memberships/membership.policy.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden, notFound } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { parseGlobalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { hashOf } from "../platform/secrets.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { isUsableInvitation } from "./usable-invitation.ts";

const TOKEN_LENGTH_MAX = 200;

@InputType({ description: "Saying yes to an invitation, named in one of three ways." })
@Directive("@oneOf")
export class AcceptInvitationInput {
  @IsOptional()
  @MaxLength(TOKEN_LENGTH_MAX)
  @Field(() => String, { nullable: true, description: "The code of the mail, `ngi_…`." })
  token?: string | null;

  @Field(() => ID, { nullable: true, description: "An invitation to the viewer's address." })
  invitationId?: string | null;

  @Field(() => ID, { nullable: true, description: "The viewer's own membership of status `INVITED`." })
  membershipId?: string | null;
}

export const AcceptInvitationPayload = payloadType("AcceptInvitation", {
  membership: () => Membership,
  membershipEdge: () => edgeOf(Membership),
});

/**
 * Makes the viewer a member, in the role that they were invited to. An invitation by e-mail is only for a person who
 * proved that very address: the mail may have been passed on, and to all others it does not exist. Accepting twice
 * gives the same answer.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT if it was revoked, ran out, or the group or its inviter no longer stand to it
 */
export async function acceptInvitation(ctx: Context, input: AcceptInvitationInput): Promise<Membership> {
  const viewerId = signedIn(ctx);
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    if (input.membershipId) return acceptMembership(ctx, viewerId, input.membershipId);
    const viewer = await ctx.db.findOneByOrFail(Person, { id: viewerId });
    const invitation = input.token
      ? await invitationOfToken(ctx, viewer, input.token)
      : await invitationOfId(ctx, viewerId, input.invitationId ?? "");
    if (!isAddressedTo(viewer, invitation)) throw forbidden("accept this invitation");
    return acceptMail(ctx, viewerId, invitation.id, input.token ? "token" : "invitationId");
  });
}

const isAddressedTo = (person: Person, invitation: Invitation): boolean =>
  person.emailVerifiedAt !== null && person.email === invitation.email;

/** One that the viewer accepted is out of their sight from then on; it is still theirs to accept twice. */
async function invitationOfId(ctx: Context, viewerId: string, id: string): Promise<Invitation> {
  const key = parseGlobalId(id);
  const accepted =
    key?.prefix === "inv" && (await ctx.db.findOneBy(Invitation, { id: key.id, acceptedById: viewerId }));
  return accepted || visible(ctx, Invitation, id, "invitationId");
}

async function invitationOfToken(ctx: Context, viewer: Person, token: string): Promise<Invitation> {
  const invitation = await ctx.db.findOneBy(Invitation, { tokenHash: hashOf(token) });
  if (!invitation || !isAddressedTo(viewer, invitation)) {
    throw notFound("token", "No invitation to your address has this code.");
  }
  return invitation;
}

async function acceptMail(ctx: Context, personId: string, id: string, field: string): Promise<Membership> {
  const { groupId } = await ctx.db.findOneByOrFail(Invitation, { id });
  const group = await holdGroup(ctx, groupId);
  // Read again: until the group was held, another call may have accepted it.
  const invitation = await ctx.db.findOneByOrFail(Invitation, { id });
  const membership = await ctx.db.findOneBy(Membership, { groupId, personId });
  const isSettled = invitation.acceptedById === personId || invitation.revokedAt !== null;
  if (isSettled && membership && isLiveMembership(membership)) return membership;
  if (!(await isUsableInvitation(ctx, invitation, group))) throw conflict(field, "This invitation is no longer valid.");

  // First, as beginning a membership takes back whatever else invites them.
  await ctx.db.update(Invitation, { id }, { acceptedAt: ctx.clock.now(), acceptedById: personId });
  const accepted = await enter(
    ctx,
    { group, personId, role: invitation.role, invitedById: invitation.invitedById },
    field,
  );
  await emit(ctx, { name: "invitation.accepted", invitationId: id, groupId, personId });
  return accepted;
}

async function acceptMembership(ctx: Context, viewerId: string, id: string): Promise<Membership> {
  const { membership, group } = await heldMembership(ctx, id, "membershipId");
  if (membership.personId !== viewerId) throw forbidden("accept this invitation");
  if (isLiveMembership(membership)) return membership;
  const { status, role, invitedById } = membership;
  const stands =
    status === MembershipStatus.INVITED &&
    invitedById !== null &&
    mayInviteAs(await standingIn(ctx, group.id, invitedById), role);
  if (!stands) throw conflict("membershipId", "This invitation is no longer valid.");
  return enter(ctx, { group, personId: viewerId, role, invitedById }, "membershipId");
}

interface Entrance {
  readonly group: Group;
  readonly personId: string;
  readonly role: Membership["role"];
  readonly invitedById: string;
}

/** Begins the membership; who is a member already stays what they are. */
async function enter(
  ctx: Context,
  { group, personId, role, invitedById }: Entrance,
  field: string,
): Promise<Membership> {
  refuseArchived(group, field);
  const standing = await standingIn(ctx, group.id, personId);
  if (standing?.banned) throw conflict(field, CLOSED);
  if (standing?.live) return ctx.db.findOneByOrFail(Membership, { groupId: group.id, personId });
  return beginMembership(ctx, { groupId: group.id, personId, role, invitedById, status: MembershipStatus.ACTIVE });
}
