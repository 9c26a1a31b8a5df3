import type { Command } from "commander";
import { IsNull } from "typeorm";
import { Report } from "../reports/report.entity.ts";
import { operate } from "./operate.ts";
import { CommandFailed, print, say } from "./output.ts";

/** Reports that one call prints. */
const SHOWN_MAX = 1_000;

/** `wellmet reports`: what people told whoever runs the service. */
export function addReports(program: Command): void {
  const reports = program.command("reports").description("what people reported to whoever runs the service");
  reports
    .command("list")
    .description("print the reports that are open, oldest first, one a line as JSON")
    .action(() =>
      operate(async ({ ctx }) => {
        const open = await ctx.db.find(Report, {
          where: { closedAt: IsNull() },
          order: { reportedAt: "ASC", id: "ASC" },
          take: SHOWN_MAX,
        });
        for (const report of open) print(JSON.stringify(report));
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
        if (closed.length === 0) throw new CommandFailed(`There is no open report ${id}.`);
        say("Closed.");
      }),
    );
}
