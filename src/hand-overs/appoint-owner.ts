import { holdGroup, refuseArchived } from "../groups/hold-group.ts";
import { MembershipRole } from "../groups/membership.entity.ts";
import { todayIn } from "../groups/today-in.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { inTransaction } from "../platform/transaction.ts";
import { RoleTerm } from "./role-term.entity.ts";
import { membersConcerned, takeUpTerms, withdrawPlanned } from "./take-up-terms.ts";

export interface Appointment {
  readonly groupId: string;
  readonly personId: string;
}

/**
 * Makes a member the one owner of a group whose owner cannot be reached: for the operator of the service alone, who
 * answers for having asked the group. Former owners become organisers, and what they had planned comes to nothing.
 * Who is the one owner already stays it.
 *
 * @throws CONFLICT for who is no member, and for an archived group
 */
export function appointOwner(ctx: Context, { groupId, personId }: Appointment): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const group = await holdGroup(ctx, groupId);
    refuseArchived(group, "groupId");
    const members = await membersConcerned(ctx, groupId, [personId]);
    const isOwner = (id: string) => members.some((m) => m.personId === id && m.role === MembershipRole.OWNER);
    if (!members.some((member) => member.personId === personId)) {
      throw conflict("personId", "This person is no member.");
    }
    if (isOwner(personId) && members.length === 1) return;
    await withdrawPlanned(ctx, groupId);
    const term = ctx.db.create(RoleTerm, {
      ...{ id: newId(), groupId, personId, role: MembershipRole.OWNER, title: null },
      ...{ startsOn: todayIn(ctx, group), endsOn: null, endedOn: null },
      ...{ givenById: null, givenAt: ctx.clock.now(), takenUpAt: null, refusal: null },
    });
    await ctx.db.insert(RoleTerm, term);
    await takeUpTerms(ctx, { group, terms: [term], members, action: "appointOwner" });
  });
}
