import type { Context } from "../platform/context.ts";

/**
 * Takes back what invites these people's addresses into the group. Where they become members it is settled; where they
 * cease to be some, or are banned, it would open the door again, and let a private group be seen. The caller holds the
 * group.
 */
export async function revokeInvitations(ctx: Context, groupId: string, personIds: readonly string[]): Promise<void> {
  await ctx.db.query(
    `update invitations set revoked_at = $3 where group_id = $1 and accepted_at is null and revoked_at is null
       and email in (select email from people where id = any($2::uuid[]))`,
    [groupId, personIds, ctx.clock.now()],
  );
}
