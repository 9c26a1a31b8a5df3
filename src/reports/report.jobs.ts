import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { every, on } from "../platform/jobs.ts";
import { queueMail } from "../platform/mail.ts";
import { GroupReport, ReportOutcome } from "./group-report.entity.ts";
import type { GroupReportMail } from "./report.mails.ts";
import { uninvolvedOrganisers } from "./uninvolved-organisers.ts";

const DAY_MS = 86_400_000;
/** How long a report is kept that was closed or decided, for whoever asks what became of it. */
const REPORTS_KEPT_DAYS = 180;

/** What whom a report is about is sent, after outcomes that they would not learn of otherwise. */
const WORD_TO_THE_REPORTED: Readonly<Partial<Record<ReportOutcome, string>>> = {
  [ReportOutcome.WARNED]: "group-warning",
  [ReportOutcome.TAKEN_OUT]: "group-took-out",
};

every("57 3 * * *", "delete-closed-reports", async (ctx) => {
  const before = new Date(ctx.clock.now().getTime() - REPORTS_KEPT_DAYS * DAY_MS);
  await ctx.db.query("delete from reports where closed_at <= $1", [before]);
  await ctx.db.query("delete from group_reports where decided_at <= $1", [before]);
});

on("groupReport.made", async function tellOrganisers(ctx, { groupReportId }) {
  const report = await ctx.db.findOneBy(GroupReport, { id: groupReportId });
  if (!report) return;
  for (const organiser of await uninvolvedOrganisers(ctx, report))
    await tell(ctx, organiser, "group-report-made", groupReportId);
});

on("groupReport.decided", async function tellReporterAndReported(ctx, { groupReportId }) {
  const report = await ctx.db.findOneBy(GroupReport, { id: groupReportId });
  if (!report) return;
  await tell(ctx, await personBy(ctx, report.reporterId), "group-report-decided", groupReportId);
  const word = report.outcome && WORD_TO_THE_REPORTED[report.outcome];
  if (word) await tell(ctx, await personBy(ctx, report.aboutId), word, groupReportId);
});

const personBy = async (ctx: Context, id: string | null): Promise<Person | null> =>
  id === null ? null : ctx.db.findOneBy(Person, { id });

async function tell(ctx: Context, person: Person | null, kind: string, groupReportId: string): Promise<void> {
  if (!person?.email || !person.emailVerifiedAt) return;
  const data: GroupReportMail = { groupReportId };
  await queueMail(ctx, { kind, to: person.email, key: groupReportId, data });
}
