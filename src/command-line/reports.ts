import type { Command } from "commander";
import { IsNull } from "typeorm";
import { LIVE_STATUSES } from "../groups/membership.entity.ts";
import type { Context } from "../platform/context.ts";
import { Report } from "../reports/report.entity.ts";
import { operate } from "./operate.ts";
import { CommandFailed, print, say } from "./output.ts";

/** Reports that one call prints. */
const SHOWN_MAX = 1_000;

/** What organisers were told and nobody is left to decide on: those who organise the group made it, or it is about them. */
const undecidable = (ctx: Context): Promise<object[]> =>
  ctx.db.query(
    `select r.id, r.group_id as "groupId", r.kind, r.object_id as "objectId", r.reason, r.words, r.quote, r.reported_at as "reportedAt"
       from group_reports r
      where r.decided_at is null and not exists (
        select from memberships m
         where m.group_id = r.group_id and m.role in ('OWNER', 'ORGANISER') and m.status = any($1)
           and m.person_id is distinct from r.reporter_id and m.person_id is distinct from r.about_id)
      order by r.reported_at, r.id limit ${SHOWN_MAX}`,
    [LIVE_STATUSES],
  );

/** `wellmet reports`: what people told whoever runs the service. */
export function addReports(program: Command): void {
  const reports = program.command("reports").description("what people reported to whoever runs the service");
  reports
    .command("list")
    .description(
      "print the reports that are open, one a line as JSON; after them those to organisers on which nobody is left to decide",
    )
    .action(() =>
      operate(async ({ ctx }) => {
        const open = await ctx.db.find(Report, {
          where: { closedAt: IsNull() },
          order: { reportedAt: "ASC", id: "ASC" },
          take: SHOWN_MAX,
        });
        for (const report of open) print(JSON.stringify(report));
        for (const report of await undecidable(ctx)) print(JSON.stringify(report));
      }),
    );
  reports
    .command("close")
    .description("close a report that was seen to")
    .requiredOption("--id <id>", "as listed")
    .action(({ id }: { id: string }) =>
      operate(async ({ ctx }) => {
        const [closed] = await ctx.db.query<[unknown[], number]>(
          "update reports set closed_at = $2 where id::text = $1 and closed_at is null returning id",
          [id, ctx.clock.now()],
        );
        const [settled] = await ctx.db.query<[unknown[], number]>(
          `update group_reports set decided_at = $2, outcome = 'SETTLED' where id::text = $1 and decided_at is null returning id`,
          [id, ctx.clock.now()],
        );
        if (closed.length + settled.length === 0) throw new CommandFailed(`There is no open report ${id}.`);
        say("Closed.");
      }),
    );
}
