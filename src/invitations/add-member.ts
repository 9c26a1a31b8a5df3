import { IsOptional, ValidateNested } from "class-validator";
import { Directive, Field, ID, InputType } from "type-graphql";
import { AuditEntry } from "../audit/audit-entry.entity.ts";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { beginMembership } from "../groups/begin-membership.ts";
import { Group } from "../groups/group.entity.ts";
import { holdGroup, refuseArchived } from "../groups/hold-group.ts";
import { Invitation } from "../groups/invitation.entity.ts";
import { Membership, MembershipRole, MembershipStatus } from "../groups/membership.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import { isLiveMembership } from "../memberships/end-membership.ts";
import { mayInviteAs } from "../memberships/membership.policy.ts";
import { pendMembership } from "../memberships/pend-membership.ts";
import { Visitor } from "../memberships/visitor.entity.ts";
import { findOrMakePerson } from "../people/find-or-make-person.ts";
import { DISPLAY_NAME_LENGTH_MAX } from "../people/member-profile.ts";
import { Person } from "../people/person.entity.ts";
import { IsEmailAddress } from "../platform/checks.ts";
import type { Context } from "../platform/context.ts";
import { normaliseEmail } from "../platform/email.ts";
import { conflict, duplicate, forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { globalId, parseGlobalId } from "../platform/ids.ts";
import { queueMail } from "../platform/mail.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine } from "../platform/plain-text.ts";
import { spend } from "../platform/quota.ts";
import { valid } from "../platform/valid.ts";
import type { MembershipInvitationMail } from "./invitation.mails.ts";
import { INVITATION_QUOTA, sendInvitation } from "./send-invitation.ts";

@InputType({ description: "Somebody whom the service does not know yet." })
export class NewMemberInput {
  @IsLine(DISPLAY_NAME_LENGTH_MAX)
  @Field(() => String, { description: "Their name: plain text, one line of 1 to 100 characters." })
  displayName: string;

  @IsOptional()
  @IsEmailAddress()
  @Field(() => String, {
    nullable: true,
    description:
      "Their address, with which they can sign in; at most 254 characters. If somebody has it already, they are invited instead.",
  })
  email?: string | null;
}

@InputType({ description: "Who is added: somebody new, or a person within the viewer's sight, such as a visitor." })
@Directive("@oneOf")
export class AddedPersonInput {
  @IsOptional()
  @ValidateNested()
  @Field(() => NewMemberInput, { nullable: true, description: "Somebody new." })
  newPerson?: NewMemberInput | null;

  @Field(() => ID, { nullable: true, description: "A person." })
  personId?: string | null;
}

@InputType({ description: "Putting somebody on a group's books by hand." })
export class AddMemberInput {
  @Field(() => ID, { description: "The group." })
  groupId: string;

  @ValidateNested()
  @Field(() => AddedPersonInput, { description: "Who." })
  who: AddedPersonInput;

  @Field(() => MembershipRole, {
    defaultValue: MembershipRole.MEMBER,
    description: "What the membership permits. Organisers add members and hosts, owners anybody.",
  })
  role: MembershipRole;

  @Field(() => Boolean, { defaultValue: false, description: "Whether somebody new begins on trial." })
  onTrial: boolean;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

export const AddMemberPayload = payloadType("AddMember", {
  membership: {
    type: () => Membership,
    description: "`ACTIVE` or `TRIAL` for somebody new; `INVITED` for a person who has to agree; null otherwise.",
  },
  invitation: {
    type: () => Invitation,
    description: "If the address belongs to somebody already: it was invited instead. Null otherwise.",
  },
});

export interface Added {
  readonly membership?: Membership;
  readonly invitation?: Invitation;
}

/**
 * Puts somebody on the books. Only who is new to the service becomes a member at once. Whoever it knows already is
 * invited and decides themself: nobody is made a member, and no contact opened, without their word. The exception is
 * a visitor of this group whose address nobody knows: they have no account to answer with.
 *
 * That an address is known does show in the answer; `inviteToGroup` never tells. It is the price of adding people by
 * hand, and is limited together with invitations.
 *
 * @throws NOT_FOUND, FORBIDDEN, INVALID, DUPLICATE while the address has an open invitation, CONFLICT for members, banned
 *   people and archived groups, RATE_LIMITED above 200 a day
 */
export async function addMember(ctx: Context, input: AddMemberInput): Promise<Added> {
  const viewerId = signedIn(ctx);
  await valid(input);
  // The line in the log is what both outcomes have in common, so a repeated key finds either.
  const entry = await once(ctx, "addMember", input, AuditEntry, async (ctx) => {
    await spend(ctx, INVITATION_QUOTA, viewerId);
    const group = await holdGroup(ctx, (await visible(ctx, Group, input.groupId, "groupId")).id);
    if (!mayInviteAs(await standingIn(ctx, group.id), input.role)) throw forbidden("add people here in this role");
    refuseArchived(group, "groupId");
    const { newPerson, personId } = input.who;
    const addition = { group, viewerId, role: input.role, onTrial: input.onTrial };
    const { membership, invitation } = newPerson
      ? await addNew(ctx, addition, newPerson)
      : await addKnown(ctx, addition, await visible(ctx, Person, personId ?? "", ["who", "personId"]));

    return writeAuditEntry(ctx, {
      groupId: group.id,
      action: "addMember",
      personId: membership?.personId ?? null,
      objectId: membership ? globalId("mem", membership.id) : invitation ? globalId("inv", invitation.id) : null,
      after: { role: input.role, ...(membership ? { status: membership.status } : {}) },
    });
  });
  return addedBy(ctx, entry);
}

async function addedBy(ctx: Context, { objectId }: AuditEntry): Promise<Added> {
  const key = parseGlobalId(objectId ?? "");
  if (key?.prefix === "inv") return { invitation: await ctx.db.findOneByOrFail(Invitation, { id: key.id }) };
  return { membership: await ctx.db.findOneByOrFail(Membership, { id: key?.id ?? "" }) };
}

interface Addition {
  readonly group: Group;
  readonly viewerId: string;
  readonly role: MembershipRole;
  readonly onTrial: boolean;
}

async function addNew(ctx: Context, addition: Addition, newPerson: NewMemberInput): Promise<Added> {
  const { person, isNew } = await findOrMakePerson(ctx, newPerson);
  if (isNew) return { membership: await begin(ctx, addition, person.id) };
  const { group, role, viewerId } = addition;
  const email = normaliseEmail(newPerson.email ?? "");
  return {
    invitation: await sendInvitation(ctx, { group, email, role, invitedById: viewerId }, ["who", "newPerson", "email"]),
  };
}

async function addKnown(ctx: Context, addition: Addition, person: Person): Promise<Added> {
  const { group } = addition;
  const field = ["who", "personId"];
  const before = await ctx.db.findOneBy(Membership, { groupId: group.id, personId: person.id });
  if (before && isLiveMembership(before)) {
    throw conflict(field, "This person is a member already.", { entity: Membership, id: before.id });
  }
  if ((await standingIn(ctx, group.id, person.id))?.banned) {
    throw conflict(field, "This person is banned from the group. Lift the ban first.");
  }
  const asked = before?.status === MembershipStatus.REQUESTED;
  if (asked || (await isOnlyOnOurBooks(ctx, group, person, before))) {
    return { membership: await begin(ctx, addition, person.id) };
  }
  if (before?.status === MembershipStatus.INVITED) {
    throw duplicate(field, "This person is invited already.", { entity: Membership, id: before.id });
  }
  return { membership: await inviteKnown(ctx, addition, person) };
}

/** Somebody with an account, or with an address to make one: they decide. */
async function inviteKnown(ctx: Context, { group, role, viewerId }: Addition, person: Person): Promise<Membership> {
  const membership = await pendMembership(ctx, {
    groupId: group.id,
    personId: person.id,
    status: MembershipStatus.INVITED,
    role,
    invitedById: viewerId,
  });
  const { id: membershipId, version } = membership;
  if (person.email) {
    const data: MembershipInvitationMail = { membershipId };
    await queueMail(ctx, { kind: "membership-invitation", to: person.email, key: `${membershipId} ${version}`, data });
  }
  await emit(ctx, { name: "membership.invited", membershipId, groupId: group.id, personId: person.id });
  return membership;
}

const begin = (ctx: Context, { group, role, onTrial, viewerId }: Addition, personId: string): Promise<Membership> =>
  beginMembership(ctx, {
    groupId: group.id,
    personId,
    role,
    invitedById: viewerId,
    status: onTrial ? MembershipStatus.TRIAL : MembershipStatus.ACTIVE,
  });

/** Nobody could ever sign in as them, and this group wrote them down: there is nobody to ask. */
async function isOnlyOnOurBooks(
  ctx: Context,
  group: Group,
  person: Person,
  before: Membership | null,
): Promise<boolean> {
  if (person.email !== null || person.emailVerifiedAt !== null) return false;
  return before !== null || (await ctx.db.existsBy(Visitor, { groupId: group.id, personId: person.id }));
}
