import { Temporal } from "temporal-polyfill";
import { Field, ID, InputType } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Membership } from "../groups/membership.entity.ts";
import { todayIn } from "../groups/today-in.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden, notFound } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { heldMembership } from "./held-membership.ts";
import { Leave } from "./leave.entity.ts";
import { mayRecordLeave } from "./membership.policy.ts";

@InputType({ description: "Coming back before the end of a leave, or not going on it at all." })
export class CancelLeaveInput {
  @Field(() => ID, { description: "The leave." })
  leaveId: string;
}

export const CancelLeavePayload = payloadType("CancelLeave", { membership: () => Membership });

/**
 * Takes back what lies ahead of a leave. Of one that is under way the days until yesterday stay, because rolls may have
 * excused them; one that has not begun is gone, and so is one that began today. For the member, and for organisers and owners.
 *
 * @throws NOT_FOUND (also the second time), FORBIDDEN, CONFLICT for a leave that is over
 */
export async function cancelLeave(ctx: Context, input: CancelLeaveInput): Promise<Membership> {
  const viewerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const seen = await visible(ctx, Leave, input.leaveId, "leaveId");
    const { membership, group, standing } = await heldMembership(ctx, globalId("mem", seen.membershipId), "leaveId");
    if (!mayRecordLeave(standing, membership)) throw forbidden("cancel leaves of this member");
    const leave = await ctx.db.findOneBy(Leave, { id: seen.id });
    if (!leave) throw notFound("leaveId", "No such leave.");
    const today = todayIn(ctx, group);
    // Calendar days compare as they are written.
    if (leave.toOn < today) throw conflict("leaveId", "This leave is over.", { entity: Leave, id: leave.id });

    const toOn = leave.fromOn < today ? dayBefore(today) : null;
    if (toOn) await ctx.db.update(Leave, { id: leave.id }, { toOn });
    else await ctx.db.delete(Leave, { id: leave.id });
    if (membership.personId !== viewerId) {
      await writeAuditEntry(ctx, {
        groupId: group.id,
        action: "cancelLeave",
        personId: membership.personId,
        objectId: globalId("lve", leave.id),
        before: { fromOn: leave.fromOn, toOn: leave.toOn },
        after: toOn ? { fromOn: leave.fromOn, toOn } : {},
      });
    }
    await emit(ctx, { name: "leave.cancelled", membershipId: membership.id });
    return membership;
  });
}

const dayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
