/** What the mails of this room say. Imported for its effect: it registers their writers. */
import { Group } from "../groups/group.entity.ts";
import { Invitation } from "../groups/invitation.entity.ts";
import { Membership, MembershipRole, MembershipStatus } from "../groups/membership.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import { mayInviteAs } from "../memberships/membership.policy.ts";
import { Audience } from "../people/audience.ts";
import { isParted } from "../people/is-parted.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { globalId } from "../platform/ids.ts";
import { link } from "../platform/job-context.ts";
import { mailKind } from "../platform/mail.ts";
import { isUsableInvitation } from "./usable-invitation.ts";

export interface InvitationMail {
  readonly invitationId: string;
  readonly token: string;
}

export interface MembershipInvitationMail {
  readonly membershipId: string;
}

const AS: Readonly<Record<MembershipRole, string>> = {
  [MembershipRole.OWNER]: "as an owner",
  [MembershipRole.ORGANISER]: "as an organiser",
  [MembershipRole.HOST]: "as a host",
  [MembershipRole.MEMBER]: "as a member",
};

// The token stands behind the `#`: browsers keep that part to themselves, so it reaches no log, proxy or Referer.
mailKind<InvitationMail>("invitation", async (ctx, { invitationId, token }) => {
  const invitation = await ctx.db.findOneBy(Invitation, { id: invitationId });
  const group = invitation && (await ctx.db.findOneBy(Group, { id: invitation.groupId }));
  if (!group || !(await isUsableInvitation(ctx, invitation, group)) || (await isUnwanted(ctx, invitation))) return null;
  return {
    subject: `You are invited to ${group.name}`,
    text: `${await inviter(ctx, invitation.invitedById, await readerOf(ctx, invitation))} invites you to join ${group.name} ${AS[invitation.role]}.

To accept, sign in with this address (${invitation.email}) and open
${link(ctx, "/invitation")}#${token}

or paste this code where your app asks for it:
${token}

It works once, for this address, until ${day(invitation.expiresAt, group.timeZone)}.
If you do not want to join, do nothing.
`,
  };
});

mailKind<MembershipInvitationMail>("membership-invitation", async (ctx, { membershipId }) => {
  const membership = await ctx.db.findOneBy(Membership, { id: membershipId });
  const group = membership && (await ctx.db.findOneBy(Group, { id: membership.groupId }));
  if (!group || group.archivedAt || membership.status !== MembershipStatus.INVITED || !membership.invitedById)
    return null;
  if (!mayInviteAs(await standingIn(ctx, group.id, membership.invitedById), membership.role)) return null;
  return {
    subject: `You are invited to ${group.name}`,
    text: `${await inviter(ctx, membership.invitedById, membership.personId)} invites you to join ${group.name} ${AS[membership.role]}.

To answer, sign in with this address and open
${link(ctx, "/invitation")}#${globalId("mem", membership.id)}

If you do not want to join, do nothing.
`,
  };
});

/** Whoever reads that address is a member already, or is banned: the one needs no mail, the other gets none. */
async function isUnwanted(ctx: Context, invitation: Invitation): Promise<boolean> {
  const readerId = await readerOf(ctx, invitation);
  const standing = readerId === null ? null : await standingIn(ctx, invitation.groupId, readerId);
  return standing?.live === true || standing?.banned === true;
}

/** Whose address that is; null while nobody is known by it. */
const readerOf = async (ctx: Context, { email }: Invitation): Promise<string | null> =>
  (await ctx.db.findOneBy(Person, { email }))?.id ?? null;

/** A mail may go to anybody, so it names whom everybody may know by name, and nobody across a block. */
async function inviter(ctx: Context, personId: string, readerId: string | null): Promise<string> {
  const person = await ctx.db.findOneBy(Person, { id: personId });
  const isNamed =
    person?.displayNameAudience === Audience.PUBLIC &&
    !(await isParted(ctx, [personId, ...(readerId ? [readerId] : [])]));
  return isNamed ? person.displayName : "An organiser";
}

const day = (moment: Date, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone }).format(moment);
