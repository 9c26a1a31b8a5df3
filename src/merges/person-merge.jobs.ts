/** What follows a merge; and whoever proves an address is somebody: what organisers took for somebody else is theirs again. */
import { IsNull } from "typeorm";
import { holdGroup } from "../groups/hold-group.ts";
import type { Context } from "../platform/context.ts";
import { on } from "../platform/jobs.ts";
import { inTransaction } from "../platform/transaction.ts";
import { warmTies } from "../ties/warm-ties.ts";
import { PersonMerge } from "./person-merge.entity.ts";
import { laterMerge, undoMerge } from "./undo-merge.ts";

on("person.signed-in", async function partFromOthers(ctx, { personId, isFirst }) {
  if (isFirst) await undoMergesOf(ctx, personId);
});
on("visit.confirmed", async function partFromOthersByVisit(ctx, { personId }) {
  await undoMergesOf(ctx, personId);
});

for (const name of ["people.merged", "people.unmerged"] as const) {
  on(name, async function warmTiesOfMerged(ctx, { mergeId }) {
    const { mergedId, intoId } = await ctx.db.findOneByOrFail(PersonMerge, { id: mergeId });
    for (const personId of [mergedId, intoId]) await warmTies(ctx, { personId });
  });
}

/** Of one that came in with its group only the marks part: what else it moved is not known, and stays with the other. */
async function undoMergesOf(ctx: Context, mergedId: string): Promise<void> {
  for (const { id, groupId } of await ctx.db.findBy(PersonMerge, { mergedId, undoneAt: IsNull() })) {
    await inTransaction(ctx, async (ctx) => {
      await holdGroup(ctx, groupId);
      await undoWithLater(ctx, id);
    });
  }
}

/** Later merges into the same person rest on it, and are undone before it. */
async function undoWithLater(ctx: Context, id: string): Promise<void> {
  for (;;) {
    const merge = await ctx.db.findOneByOrFail(PersonMerge, { id });
    if (merge.undoneAt) return;
    const later = await laterMerge(ctx, merge);
    if (later) await undoWithLater(ctx, later.id);
    else await undoMerge(ctx, merge);
  }
}
