/** What follows for meetings from what happens to people in their group. */
import { whenMembershipEnds } from "../memberships/end-membership.ts";

// Who has left is announced as host or speaker no longer; who was one stays on record.
whenMembershipEnds(async (ctx, { groupId, personId }) => {
  await ctx.db.query(
    `delete from meeting_roles using meetings
      where meetings.id = meeting_id and group_id = $1 and person_id = $2 and starts_at > $3`,
    [groupId, personId, ctx.clock.now()],
  );
});
