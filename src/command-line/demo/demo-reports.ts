/** What members of the demo world told their organisers: one thing that waits for them, one that they talked over. */
import type { Context } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { GroupReport, ReportOutcome } from "../../reports/group-report.entity.ts";
import { ReportedKind, ReportReason } from "../../reports/reported-kind.ts";
import { daysFrom } from "./demo-days.ts";
import { groupId } from "./demo-groups.ts";
import { type DemoName, demoId, personId } from "./demo-people.ts";

/** The one that waits. */
export const REPORT_ID = demoId(0xf01);

export async function plantReports(ctx: Context): Promise<void> {
  const report = (id: string, reporter: DemoName, about: DemoName, daysAgo: number): Partial<GroupReport> => ({
    ...{ id, groupId: groupId("harbourBreakfast"), reporterId: personId(reporter), kind: ReportedKind.PERSON },
    ...{ objectId: personId(about), aboutId: personId(about), reason: ReportReason.SPAM },
    ...{ quote: null, reportedAt: daysFrom(ctx, -daysAgo) },
  });
  await ctx.db.insert(GroupReport, [
    {
      ...report(REPORT_ID, "ben", "finn", 2),
      words: "He sold insurance at every table, also after I had said no.",
    },
    {
      ...report(newId(), "hana", "rafe", 30),
      ...{ words: "Wrote to the whole list about his course.", isReporterNamed: true },
      ...{ outcome: ReportOutcome.SETTLED, decidedAt: daysFrom(ctx, -28), decidedById: personId("ada") },
    },
  ]);
}
