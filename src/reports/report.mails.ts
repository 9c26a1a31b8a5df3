import { Group } from "../groups/group.entity.ts";
import type { Context } from "../platform/context.ts";
import { mailKind } from "../platform/mail.ts";
import { GroupReport } from "./group-report.entity.ts";
import { ReportedKind } from "./reported-kind.ts";

export interface GroupReportMail {
  readonly groupReportId: string;
}

const found = async (ctx: Context, { groupReportId }: GroupReportMail) => {
  const report = await ctx.db.findOneBy(GroupReport, { id: groupReportId });
  return report && { report, group: await ctx.db.findOneByOrFail(Group, { id: report.groupId }) };
};

// Neither what, nor about whom, nor by whom: mailboxes are read by others, too.
mailKind<GroupReportMail>("group-report-made", async (ctx, data) => {
  const { report, group } = (await found(ctx, data)) ?? {};
  if (!group || report?.decidedAt) return null;
  return {
    subject: `Something was reported in ${group.name}`,
    text: `Somebody told those who organise ${group.name} that something is wrong.

What it is stands among the reports of the group, where one of you decides what follows.
`,
  };
});

// One text for every outcome: what was decided about somebody is not for others to know.
mailKind<GroupReportMail>("group-report-decided", async (ctx, data) => {
  const { group } = (await found(ctx, data)) ?? {};
  if (!group) return null;
  return {
    subject: `What you told the organisers of ${group.name}`,
    text: `Those who organise ${group.name} looked into what you reported and decided on it.

What they decided stays between them and whom it concerns. Should it happen again, tell them again; if you
want nothing more of somebody, you can block them.
`,
  };
});

mailKind<GroupReportMail>("group-warning", async (ctx, data) => {
  const { report, group } = (await found(ctx, data)) ?? {};
  if (!group || !report?.warning) return null;
  return {
    subject: `A word from those who organise ${group.name}`,
    text: `Those who organise ${group.name} were told of something that they do not want to see again. They write:

${report.warning}
`,
  };
});

mailKind<GroupReportMail>("group-took-out", async (ctx, data) => {
  const { report, group } = (await found(ctx, data)) ?? {};
  if (!group || !report) return null;
  const what = report.kind === ReportedKind.ASK ? "what you asked" : "what you offered";
  return {
    subject: `Something of yours stands in ${group.name} no more`,
    text: `Those who organise ${group.name} took ${what} out of the group, so that its members do not find it there any more.

Where else you posted it, it stands as before; if that was nowhere, it is closed. Whoever answered already keeps their
answer. Talk to those who organise the group if you think that they are mistaken.
`,
  };
});
