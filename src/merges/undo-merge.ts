import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { globalId } from "../platform/ids.ts";
import { mendPeriods, partMemberships, returnLeaves } from "./merge-memberships.ts";
import { moveRowsBack } from "./move-rows.ts";
import { PersonMerge } from "./person-merge.entity.ts";
import { foldAgain, holdMeetings, meetingsMarked, partLines } from "./unite-lines.ts";
import "./person-merge.events.ts";
import { recountTalks } from "./recount-talks.ts";
import { recountSetAside } from "./withdraw-duplicate.ts";

/** A merge that rests on this one: a later one into the same person, or of that person into another. */
export async function laterMerge(ctx: Context, { id, groupId, intoId }: PersonMerge): Promise<PersonMerge | null> {
  return ctx.db
    .createQueryBuilder(PersonMerge, "m")
    .where("m.groupId = :groupId and m.undoneAt is null and m.id > :id", { groupId, id })
    .andWhere("(m.intoId = :intoId or m.mergedId = :intoId)", { intoId })
    .orderBy("m.id", "DESC")
    .getOne();
}

/** Takes a merge back on which no later one rests. The caller holds the group. */
export async function undoMerge(ctx: Context, merge: PersonMerge): Promise<PersonMerge> {
  const { id: mergeId, groupId, mergedId, intoId } = merge;
  const moving = { mergeId, groupId, mergedId, intoId };
  await holdMeetings(ctx, groupId);
  merge.undoneAt = ctx.clock.now();
  await ctx.db.update(PersonMerge, { id: mergeId }, { undoneAt: merge.undoneAt });
  await ctx.db.query(
    `with recursive theirs (id) as (
       select $2::uuid union select m.merged_id from person_merges m join theirs on m.into_id = theirs.id
        where m.group_id = $1 and m.undone_at is null
     ) update person_merges m set survivor_id = $2
        where m.group_id = $1 and m.undone_at is null and m.merged_id in (select id from theirs) and m.merged_id <> $2`,
    [groupId, mergedId],
  );
  await partMemberships(ctx, moving);
  await moveRowsBack(ctx, moving);
  await returnLeaves(ctx, moving);
  await mendPeriods(ctx, moving);
  await partLines(ctx, mergeId);
  await recountTalks(ctx, mergeId);
  await recountSetAside(ctx, mergeId);
  await foldAgain(ctx, await meetingsMarked(ctx, moving), [intoId, mergedId]);
  await writeAuditEntry(ctx, {
    groupId,
    action: "unmergePeople",
    personId: intoId,
    objectId: globalId("mrg", mergeId),
    before: { merged: globalId("per", mergedId) },
  });
  await emit(ctx, { name: "people.unmerged", mergeId, groupId });
  return merge;
}
