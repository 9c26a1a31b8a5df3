import type { Group } from "../groups/group.entity.ts";
import { Invitation } from "../groups/invitation.entity.ts";
import type { MembershipRole } from "../groups/membership.entity.ts";
import type { Context } from "../platform/context.ts";
import { duplicate } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { newId } from "../platform/ids.ts";
import { queueMail } from "../platform/mail.ts";
import type { Quota } from "../platform/quota.ts";
import { hashOf, newToken } from "../platform/secrets.ts";
import type { InvitationMail } from "./invitation.mails.ts";

/** How long an invitation is worth something. */
export const INVITATION_DAYS = 14;
const DAY_MS = 86_400_000;

/** What one person may send out, over all groups: mails to strangers are a means of abuse. */
export const INVITATION_QUOTA: Quota = { name: "invitations per person", most: 200, windowSeconds: 86_400 };

export interface Invited {
  readonly group: Group;
  /** Normalised. */
  readonly email: string;
  readonly role: MembershipRole;
  readonly invitedById: string;
}

/**
 * Writes an invitation down and its mail into the outbox. Whether the address belongs to anybody the service knows is
 * not looked at, so that no answer can tell. The caller holds the group.
 *
 * @throws DUPLICATE, at `field`, if one to that address is still open
 */
export async function sendInvitation(
  ctx: Context,
  { group, email, role, invitedById }: Invited,
  field: string | readonly string[],
): Promise<Invitation> {
  const now = ctx.clock.now();
  // One that ran out makes room for the next.
  await ctx.db.query(
    `update invitations set revoked_at = $3
     where group_id = $1 and email = $2 and accepted_at is null and revoked_at is null and expires_at <= $3`,
    [group.id, email, now],
  );
  const [open] = await ctx.db.query<{ id: string }[]>(
    "select id from invitations where group_id = $1 and email = $2 and accepted_at is null and revoked_at is null",
    [group.id, email],
  );
  if (open) throw duplicate(field, "This address has an open invitation.", { entity: Invitation, id: open.id });

  const token = newToken("ngi");
  const invitation = await ctx.db.save(
    ctx.db.create(Invitation, {
      id: newId(),
      groupId: group.id,
      email,
      role,
      tokenHash: hashOf(token),
      invitedById,
      createdAt: now,
      expiresAt: new Date(now.getTime() + INVITATION_DAYS * DAY_MS),
      acceptedAt: null,
      acceptedById: null,
      revokedAt: null,
    }),
  );
  const data: InvitationMail = { invitationId: invitation.id, token };
  await queueMail(ctx, { kind: "invitation", to: email, key: invitation.id, data });
  await emit(ctx, { name: "invitation.sent", invitationId: invitation.id, groupId: group.id });
  return invitation;
}
