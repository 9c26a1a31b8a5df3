import type { Context } from "../platform/context.ts";

/**
 * Takes back what invites this person's address into the group. Where they become a member it is settled; where they
 * cease to be one, or are banned, it would open the door again, and let a private group be seen. The caller holds the
 * group.
 */
export async function revokeInvitations(ctx: Context, groupId: string, personId: string): Promise<void> {
  await ctx.db.query(
    `update invitations set revoked_at = $3 where group_id = $1 and accepted_at is null and revoked_at is null
       and email = (select email from people where id = $2)`,
    [groupId, personId, ctx.clock.now()],
  );
}
