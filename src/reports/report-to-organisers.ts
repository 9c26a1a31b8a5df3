import { Field, ID, InputType } from "type-graphql";
import { IsNull, Not } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Membership } from "../groups/membership.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import { Visitor } from "../memberships/visitor.entity.ts";
import { holdPeople } from "../people/hold-people.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden, notFound } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { valid } from "../platform/valid.ts";
import { GroupReport } from "./group-report.entity.ts";
import "./report.events.ts";
import { ReportInput, saidIn } from "./report-input.ts";
import { type Reported, reported } from "./reported.ts";
import { ReportedKind } from "./reported-kind.ts";
import { uninvolvedOrganisers } from "./uninvolved-organisers.ts";

/** Reports to organisers that one person may make in a day. */
const REPORTS_PER_DAY: Quota = { name: "reports to organisers per person", most: 20, windowSeconds: 86_400 };

@InputType({ description: "Something is wrong with somebody or something in a group." })
export class ReportToOrganisersInput extends ReportInput {
  @Field(() => ID, { description: "The group whose organisers are told." })
  groupId: string;

  @Field(() => ID, {
    description:
      "A person, a meeting of the group, an ask, an offer, a response to one of the viewer's, or a group suggestion, within the viewer's sight; or a person whom the viewer blocks.",
  })
  subjectId: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether the organisers may read who reported it. Whom it is about never does.",
  })
  isReporterNamed: boolean;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

export const ReportToOrganisersPayload = payloadType("ReportToOrganisers", { report: () => GroupReport });

/**
 * Tells those who organise a group that something is wrong, but never whom it is about. Whoever organises the group and
 * is reported reads nothing of it; if nobody else organises it, there is nobody to decide, and the operator is the one to
 * tell. While it is not decided, reporting the same again changes nothing.
 *
 * @throws NOT_FOUND for what is out of sight, INVALID for oneself; FORBIDDEN for whoever neither belonged to the group nor
 *   visited it; CONFLICT if nobody could decide; RATE_LIMITED above 20 a day, where a repeated key counts once
 */
export async function reportToOrganisers(ctx: Context, input: ReportToOrganisersInput): Promise<GroupReport> {
  const reporterId = signedIn(ctx);
  return once(ctx, "reportToOrganisers", input, GroupReport, async (ctx) => {
    await valid(input);
    const { id: groupId } = await visible(ctx, Group, input.groupId, "groupId");
    if (!(await hasBelonged(ctx, groupId, reporterId))) throw forbidden("report to the organisers of this group");
    const { kind, objectId, aboutId, quote } = await reportedIn(ctx, reporterId, groupId, input.subjectId);
    if ((await uninvolvedOrganisers(ctx, { groupId, reporterId, aboutId })).length === 0) {
      throw conflict("groupId", "Nobody else organises this group: report it to the operator.");
    }
    // One at a time for each reporter: whoever pressed twice at once reports once.
    await holdPeople(ctx, [reporterId]);
    const what = { groupId, reporterId, kind, objectId };
    const open = await ctx.db.findOneBy(GroupReport, { ...what, decidedAt: IsNull() });
    if (open) return open;
    await spend(ctx, REPORTS_PER_DAY, reporterId);
    const report = ctx.db.create(GroupReport, {
      ...{ id: newId(), ...what, aboutId, quote, isReporterNamed: input.isReporterNamed },
      ...saidIn(ctx, input),
    });
    await ctx.db.insert(GroupReport, report);
    await emit(ctx, { name: "groupReport.made", groupReportId: report.id, groupId });
    return report;
  });
}

/** Is or was a member, or came as a visitor; a ban ends it. */
async function hasBelonged(ctx: Context, groupId: string, personId: string): Promise<boolean> {
  const standing = await standingIn(ctx, groupId);
  if (standing?.live || standing?.banned) return standing.live && !standing.banned;
  return (
    (await ctx.db.existsBy(Membership, { groupId, personId, joinedAt: Not(IsNull()) })) ||
    (await ctx.db.existsBy(Visitor, { groupId, personId }))
  );
}

/** @throws NOT_FOUND also for what those who organise this group have nothing to decide on */
async function reportedIn(ctx: Context, reporterId: string, groupId: string, subjectId: string): Promise<Reported> {
  const found = await reported(ctx, reporterId, subjectId);
  const isOthers = found.groupId !== null && found.groupId !== groupId;
  if (isOthers || found.kind === ReportedKind.GROUP || found.kind === ReportedKind.INTRODUCTION) {
    throw notFound("subjectId", "Nothing of that kind can be reported here, or it is not there.");
  }
  return found;
}
