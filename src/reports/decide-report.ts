import { IsOptional } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { holdGroup } from "../groups/hold-group.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden, invalid } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsParagraphs, tidyParagraphs } from "../platform/plain-text.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { carryOut } from "./carry-out.ts";
import { GroupReport, ReportOutcome, WARNING_LENGTH_MAX } from "./group-report.entity.ts";
import { mayDecideReport } from "./group-report.policy.ts";
import "./report.events.ts";

@InputType({ description: "What an organiser makes of a report." })
export class DecideReportInput {
  @Field(() => ID, { description: "The report." })
  reportId: string;

  @Field(() => ReportOutcome, { description: "What is decided, and done with it." })
  outcome: ReportOutcome;

  @Field(() => String, {
    nullable: true,
    description: `With \`WARNED\`, and only then: what whom it is about is sent by mail, in the name of the group's organisers. Plain text, at most ${WARNING_LENGTH_MAX.toLocaleString("en")} characters.`,
  })
  @IsOptional()
  @IsParagraphs(WARNING_LENGTH_MAX)
  warning?: string | null;
}

export const DecideReportPayload = payloadType("DecideReport", { report: () => GroupReport });

/**
 * Decides on a report, once: what follows from it is done with it or not at all, by the act that is there for it, which
 * asks for its own rights and writes its own line. Who reported it is told that it was looked into, in the same words
 * whatever was decided. Deciding the same again changes nothing.
 *
 * @throws NOT_FOUND; FORBIDDEN for who reported it, and for an outcome that the viewer may not bring about; INVALID for an
 *   outcome that does not fit, or a warning that is missing or too much; CONFLICT once another has decided otherwise
 */
export async function decideReport(ctx: Context, input: DecideReportInput): Promise<GroupReport> {
  const viewerId = signedIn(ctx);
  await valid(input);
  const isWarned = input.outcome === ReportOutcome.WARNED;
  const warning = input.warning ? tidyParagraphs(input.warning) : null;
  if (isWarned !== (warning !== null)) throw invalid("warning", "A warning belongs to `WARNED`, and only there.");
  return inTransaction(ctx, async (ctx) => {
    const seen = await visible(ctx, GroupReport, input.reportId, "reportId");
    const { id: groupId } = await holdGroup(ctx, seen.groupId);
    // Read again: until the group was held another may have decided.
    const report = await ctx.db.findOneByOrFail(GroupReport, { id: seen.id });
    if (!mayDecideReport(await standingIn(ctx, groupId), report)) throw forbidden("decide on this report");
    if (report.decidedAt && report.outcome === input.outcome) return report;
    if (report.decidedAt) {
      throw conflict("reportId", "This was decided already.", { entity: GroupReport, id: report.id });
    }
    await carryOut(ctx, report, input.outcome);
    Object.assign(report, { decidedAt: ctx.clock.now(), decidedById: viewerId, outcome: input.outcome, warning });
    await ctx.db.save(report);
    await writeAuditEntry(ctx, {
      groupId,
      action: "decideReport",
      personId: report.aboutId,
      objectId: globalId("rep", report.id),
      after: { outcome: input.outcome },
    });
    await emit(ctx, { name: "groupReport.decided", groupReportId: report.id, groupId });
    return report;
  });
}
