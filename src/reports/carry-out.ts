import { takeOutOfGroup } from "../asks/take-out-of-group.ts";
import { Membership } from "../groups/membership.entity.ts";
import { cancelMeeting } from "../meetings/cancel-meeting.ts";
import { banPerson } from "../memberships/ban-person.ts";
import { removeMember } from "../memberships/remove-member.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, invalid } from "../platform/errors.ts";
import { globalId } from "../platform/ids.ts";
import { type GroupReport, ReportOutcome } from "./group-report.entity.ts";
import { ReportedKind } from "./reported-kind.ts";

/**
 * Does what an outcome says, by the act that is there for it.
 *
 * @throws INVALID for an outcome that does not fit what was reported, and whatever the act throws
 */
export async function carryOut(ctx: Context, report: GroupReport, outcome: ReportOutcome): Promise<void> {
  if (outcome === ReportOutcome.DISMISSED || outcome === ReportOutcome.SETTLED) return;
  if (outcome === ReportOutcome.MEETING_CANCELLED) {
    if (report.kind !== ReportedKind.MEETING) throw invalid("outcome", "No meeting was reported.");
    await cancelMeeting(ctx, { meetingId: globalId("mtg", report.objectId) });
    return;
  }
  if (outcome === ReportOutcome.TAKEN_OUT) return takeOut(ctx, report);
  if (!report.aboutId) throw invalid("outcome", "This is not about one person.");
  if (outcome === ReportOutcome.REMOVED) await remove(ctx, report.groupId, report.aboutId);
  if (outcome === ReportOutcome.WARNED) await refuseUnreachable(ctx, report.aboutId);
  if (outcome === ReportOutcome.BANNED) {
    await banPerson(ctx, { groupId: globalId("grp", report.groupId), personId: globalId("per", report.aboutId) });
  }
}

async function takeOut(ctx: Context, { kind, objectId: id, groupId }: GroupReport): Promise<void> {
  if (kind === ReportedKind.ASK) await takeOutOfGroup(ctx, { kind: "ask", id, groupId }, "outcome");
  else if (kind === ReportedKind.OFFER) await takeOutOfGroup(ctx, { kind: "offer", id, groupId }, "outcome");
  else throw invalid("outcome", "No ask or offer was reported.");
}

/** Whoever has no account reads no warning. */
async function refuseUnreachable(ctx: Context, personId: string): Promise<void> {
  const { emailVerifiedAt } = await ctx.db.findOneByOrFail(Person, { id: personId });
  if (!emailVerifiedAt) throw conflict("outcome", "This person has no account, and cannot be written to.");
}

async function remove(ctx: Context, groupId: string, personId: string): Promise<void> {
  const membership = await ctx.db.findOneBy(Membership, { groupId, personId });
  if (!membership) throw conflict("outcome", "This person is no member.");
  await removeMember(ctx, { membershipId: globalId("mem", membership.id) });
}
