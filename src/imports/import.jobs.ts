import { every, on } from "../platform/jobs.ts";
import { inTransaction } from "../platform/transaction.ts";
import "./import.events.ts";
import { runImport } from "./run-import.ts";

const DAY_MS = 86_400_000;
/** How long it is told what came of an import. */
const KEPT_DAYS = 30;

on("import.uploaded", async function tryFile(ctx, { importId }) {
  await runImport(ctx, importId, "UPLOADED");
});

on("import.confirmed", async function bringIn(ctx, { importId }) {
  await runImport(ctx, importId, "CONFIRMED");
});

every("37 * * * *", "delete-ended-imports", async (ctx) => {
  const now = ctx.clock.now();
  const kept = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
  await inTransaction(ctx, async (ctx) => {
    // A file that nobody confirmed in time is forgotten; what came of it is still told for a while.
    await ctx.db.query(
      `delete from import_pieces x using group_imports i
        where i.id = x.import_id and i.status in ('UPLOADED', 'CHECKED') and i.expires_at <= $1`,
      [now],
    );
    await ctx.db.query(
      "delete from import_pieces x using group_imports i where i.id = x.import_id and i.expires_at <= $1",
      [kept],
    );
    await ctx.db.query("delete from group_imports where expires_at <= $1", [kept]);
  });
});
