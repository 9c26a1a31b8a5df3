/** Ties grow warm some seconds after what people did together is known. */
import type { Context } from "../platform/context.ts";
import { on } from "../platform/jobs.ts";
import { warmTies } from "./warm-ties.ts";

on("roll.submitted", async function warmTiesOfRoll(ctx, { meetingId }) {
  await warmTies(ctx, { meetingId });
});
on("roll.skipped", async function coolTiesOfRoll(ctx, { meetingId }) {
  await warmTies(ctx, { meetingId });
});
on("mark.decided", async function warmTiesOfMark(ctx, { meetingId }) {
  await warmTies(ctx, { meetingId });
});
on("connection.began", async function warmTiesOfConnection(ctx, { connectionId }) {
  await warmConnection(ctx, connectionId);
});
for (const name of ["encounter.logged", "encounter.updated", "encounter.deleted"] as const) {
  on(name, async function warmTiesOfAuthor(ctx, { authorId }) {
    await warmTies(ctx, { personId: authorId });
  });
}

async function warmConnection(ctx: Context, connectionId: string): Promise<void> {
  const [begun]: { person_low_id: string }[] = await ctx.db.query(
    "select person_low_id from connections where id = $1",
    [connectionId],
  );
  if (begun) await warmTies(ctx, { personId: begun.person_low_id });
}
