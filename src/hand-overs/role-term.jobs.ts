/** Offices follow what becomes of memberships, and plans the calendar. */
import { Group } from "../groups/group.entity.ts";
import { LIVE_STATUSES } from "../groups/membership.entity.ts";
import { todayIn } from "../groups/today-in.ts";
import { whenMembershipEnds } from "../memberships/end-membership.ts";
import { whenRoleChanges } from "../memberships/role-changes.ts";
import { Person } from "../people/person.entity.ts";
import { every, on } from "../platform/jobs.ts";
import { queueMail } from "../platform/mail.ts";
import { carryOutHandOvers } from "./carry-out-hand-overs.ts";
import type { RefusedHandOverMail } from "./role-term.mails.ts";

// Days begin at every quarter of an hour somewhere.
every("1,16,31,46 * * * *", "carry-out-hand-overs", carryOutHandOvers);

whenMembershipEnds(async (ctx, { groupId, personId }) => {
  const group = await ctx.db.findOneByOrFail(Group, { id: groupId });
  await ctx.db.query(
    `update role_terms set ended_on = greatest(starts_on, $3::date)
      where group_id = $1 and person_id = $2 and taken_up_at is not null and ended_on is null`,
    [groupId, personId, todayIn(ctx, group)],
  );
});

// At once: a door that goes on by a term must not outlast it.
whenRoleChanges(async (ctx, { groupId, personId }) => {
  const group = await ctx.db.findOneByOrFail(Group, { id: groupId });
  await ctx.db.query(
    `update role_terms t set ended_on = greatest(t.starts_on, $3::date)
      where t.group_id = $1 and t.person_id = $2 and t.taken_up_at is not null and t.ended_on is null and exists (
        select from memberships m where m.group_id = $1 and m.person_id = $2 and m.role <> t.role)`,
    [groupId, personId, todayIn(ctx, group)],
  );
});

on("handOver.refused", async function tellOwners(ctx, { groupId, termIds, position }) {
  const owners = await ctx.db
    .createQueryBuilder(Person, "p")
    .where(
      `p.emailVerifiedAt is not null and p.id in (
         select person_id from memberships where group_id = :groupId and role = 'OWNER' and status in (:...live))`,
      { groupId, live: LIVE_STATUSES },
    )
    .getMany();
  const data: RefusedHandOverMail = { groupId, termIds };
  for (const { email } of owners) {
    if (email) await queueMail(ctx, { kind: "hand-over-refused", to: email, key: position, data });
  }
});
