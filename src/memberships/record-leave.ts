import { Temporal } from "temporal-polyfill";
import { Field, ID, InputType } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { refuseArchived } from "../groups/hold-group.ts";
import { Membership } from "../groups/membership.entity.ts";
import { todayIn } from "../groups/today-in.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden, invalid } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { globalId, newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";
import { isLiveMembership } from "./end-membership.ts";
import { heldMembership } from "./held-membership.ts";
import { Leave } from "./leave.entity.ts";
import { mayRecordLeave } from "./membership.policy.ts";

/** Longest leave, in days. */
export const LEAVE_DAYS_MAX = 366;
/** How far ahead a leave may begin, in days. */
export const LEAVE_AHEAD_DAYS_MAX = 731;

@InputType({ description: "A dated absence agreed beforehand. No cause is asked for or kept." })
export class RecordLeaveInput {
  @Field(() => ID, { description: "The membership: the viewer's own, or one of a group that they organise." })
  membershipId: string;

  @Field(() => LocalDate, {
    description: "First day, by the calendar of the group's time zone: today or later, at most two years ahead.",
  })
  fromOn: string;

  @Field(() => LocalDate, { description: "Last day, which still belongs to it; at most 366 days in all." })
  toOn: string;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

export const RecordLeavePayload = payloadType("RecordLeave", { leave: () => Leave, leaveEdge: () => edgeOf(Leave) });

/**
 * Records that a member will be away. For the member, and for organisers and owners. During it the membership reads
 * `ON_LEAVE`, and rolls excuse the person. The same days again change nothing; days that overlap another leave are
 * refused, so that each day is away once.
 *
 * @throws NOT_FOUND, FORBIDDEN, INVALID for days that are no such span, CONFLICT for days already taken and for
 *   somebody who is no member
 */
export async function recordLeave(ctx: Context, input: RecordLeaveInput): Promise<Leave> {
  const viewerId = signedIn(ctx);
  return once(ctx, "recordLeave", input, Leave, async (ctx) => {
    const { membership, group, standing } = await heldMembership(ctx, input.membershipId, "membershipId");
    if (!mayRecordLeave(standing, membership)) throw forbidden("record leaves of this member");
    refuseArchived(group, "membershipId");
    if (!isLiveMembership(membership)) {
      throw conflict("membershipId", "This person is no member.", { entity: Membership, id: membership.id });
    }
    refuseDays(input, todayIn(ctx, group));
    const { fromOn, toOn } = input;
    const [other] = await overlapping(ctx, membership.id, fromOn, toOn);
    if (other?.fromOn === fromOn && other.toOn === toOn) return other;
    if (other) throw conflict("fromOn", "There is a leave on these days.", { entity: Leave, id: other.id });

    const leave = await ctx.db.save(
      ctx.db.create(Leave, {
        id: newId(),
        membershipId: membership.id,
        fromOn,
        toOn,
        recordedById: viewerId,
        recordedAt: ctx.clock.now(),
      }),
    );
    if (membership.personId !== viewerId) {
      await writeAuditEntry(ctx, {
        groupId: group.id,
        action: "recordLeave",
        personId: membership.personId,
        objectId: globalId("lve", leave.id),
        after: { fromOn, toOn },
      });
    }
    await emit(ctx, { name: "leave.recorded", leaveId: leave.id, membershipId: membership.id });
    return leave;
  });
}

function refuseDays({ fromOn, toOn }: RecordLeaveInput, today: string): void {
  const from = Temporal.PlainDate.from(fromOn);
  if (Temporal.PlainDate.compare(from, today) < 0)
    throw invalid("fromOn", "A leave is agreed beforehand: from today on.");
  if (from.since(today, { largestUnit: "day" }).days > LEAVE_AHEAD_DAYS_MAX) {
    throw invalid("fromOn", "At most two years ahead.");
  }
  const days = from.until(toOn, { largestUnit: "day" }).days + 1;
  if (days < 1) throw invalid("toOn", "The last day cannot be before the first.");
  if (days > LEAVE_DAYS_MAX) throw invalid("toOn", `A leave has at most ${LEAVE_DAYS_MAX} days.`);
}

const overlapping = (ctx: Context, membershipId: string, fromOn: string, toOn: string): Promise<Leave[]> =>
  ctx.db
    .createQueryBuilder(Leave, "l")
    .where("l.membershipId = :membershipId and l.fromOn <= :toOn and l.toOn >= :fromOn", { membershipId, fromOn, toOn })
    .orderBy("l.fromOn")
    .limit(1)
    .getMany();
