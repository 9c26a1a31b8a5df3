import { LIVE_STATUSES } from "../groups/membership.entity.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import type { GroupReport } from "./group-report.entity.ts";

/** Who decides on a report: whoever organises the group, has neither made it nor is whom it is about. */
export function uninvolvedOrganisers(
  ctx: Context,
  { groupId, reporterId, aboutId }: Pick<GroupReport, "groupId" | "reporterId" | "aboutId">,
): Promise<Person[]> {
  return ctx.db
    .createQueryBuilder(Person, "p")
    .where(
      `p.id in (select m.person_id from memberships m
                 where m.group_id = :groupId and m.role in ('OWNER', 'ORGANISER') and m.status in (:...statuses)
                   and m.person_id is distinct from :reporterId and m.person_id is distinct from :aboutId)`,
      { groupId, statuses: LIVE_STATUSES, reporterId, aboutId },
    )
    .orderBy("p.id")
    .getMany();
}
