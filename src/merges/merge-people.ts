import { Field, ID, InputType } from "type-graphql";
import { IsNull } from "typeorm";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Group } from "../groups/group.entity.ts";
import { holdGroup, refuseArchived } from "../groups/hold-group.ts";
import { standingIn } from "../groups/standing-in.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden, invalid } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { globalId, newId, parseGlobalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { mergeMemberships } from "./merge-memberships.ts";
import { type Moving, moveRows } from "./move-rows.ts";
import { PersonMerge } from "./person-merge.entity.ts";
import { foldAgain, holdMeetings, uniteLines } from "./unite-lines.ts";
import "./person-merge.events.ts";
import { mayMergePeople } from "./person-merge.policy.ts";
import { recountTalks } from "./recount-talks.ts";
import { refuseToMerge } from "./refuse-to-merge.ts";
import { recountSetAside, withdrawDuplicate } from "./withdraw-duplicate.ts";

@InputType({ description: "Two people in a group's books who are one." })
export class MergePeopleInput {
  @Field(() => ID, { description: "In whose books. What other groups know of the two stays as it is." })
  groupId: string;

  @Field(() => ID, { description: "Who stays." })
  personId: string;

  @Field(() => ID, {
    description: "Who is merged into that person, and leaves the books. Never somebody with an account.",
  })
  duplicateId: string;

  @Field(() => String, {
    nullable: true,
    description: "Makes a repeated call harmless for 7 days; 1 to 255 characters.",
  })
  idempotencyKey?: string | null;
}

export const MergePeoplePayload = payloadType("MergePeople", {
  merge: () => PersonMerge,
  mergeEdge: () => edgeOf(PersonMerge),
});

/**
 * Makes of two people in the books of one group one: memberships, answers, attendance, visits and external ids of the
 * duplicate become those of who stays, and so do they in what its members wrote down of them. Marks stay as they were made,
 * and are read as about who stays. Nothing outside of the group changes, and neither do the two people themselves: whoever
 * organises one group gains nothing in another by it. Merging the same two again changes nothing.
 *
 * @throws NOT_FOUND for who is not in the group's books, FORBIDDEN, INVALID for one and the same person, CONFLICT where
 *   `refuseToMerge` says, and for whom somebody merged into a third meanwhile
 */
export function mergePeople(ctx: Context, input: MergePeopleInput): Promise<PersonMerge> {
  const mergedById = signedIn(ctx);
  return once(ctx, "mergePeople", input, PersonMerge, async (ctx) => {
    const group = await holdGroup(ctx, (await visible(ctx, Group, input.groupId, "groupId")).id);
    const standing = await standingIn(ctx, group.id);
    // Before people are looked up: others could try out ids here.
    if (!mayMergePeople(standing, null)) throw forbidden("merge people of this group");
    refuseArchived(group, "groupId");
    const person = await visible(ctx, Person, input.personId, "personId");
    const before = await mergeBefore(ctx, group.id, person.id, input.duplicateId);
    if (before) return before;
    const duplicate = await visible(ctx, Person, input.duplicateId, "duplicateId");
    refuseMerged(input.duplicateId, duplicate);
    if (person.id === duplicate.id) throw invalid("duplicateId", "This is one and the same person.");

    const pair = { groupId: group.id, mergedId: duplicate.id, intoId: person.id };
    await holdMeetings(ctx, group.id);
    await refuseToMerge(ctx, standing, pair);
    return merge(ctx, { ...pair, mergeId: newId() }, mergedById);
  });
}

/** The same two were merged before, and still are. */
async function mergeBefore(
  ctx: Context,
  groupId: string,
  survivorId: string,
  duplicateId: string,
): Promise<PersonMerge | null> {
  const key = parseGlobalId(duplicateId);
  if (key?.prefix !== "per") return null;
  return ctx.db.findOneBy(PersonMerge, { groupId, survivorId, mergedId: key.id, undoneAt: IsNull() });
}

/**
 * While the caller looked at the two, somebody may have merged the one into a third: that these two are one nobody said.
 */
function refuseMerged(duplicateId: string, { id }: Person): void {
  if (parseGlobalId(duplicateId)?.id === id) return;
  throw conflict("duplicateId", "This one was merged into somebody else already.", { entity: Person, id });
}

async function merge(ctx: Context, moving: Moving, mergedById: string): Promise<PersonMerge> {
  const { mergeId, groupId, mergedId, intoId } = moving;
  const made = ctx.db.create(PersonMerge, {
    ...{ id: mergeId, groupId, mergedId, intoId, survivorId: intoId },
    ...{ mergedById, mergedAt: ctx.clock.now(), undoneAt: null },
  });
  await ctx.db.insert(PersonMerge, made);
  // Whoever was merged into the one who goes now has a new survivor.
  await ctx.db.update(PersonMerge, { groupId, survivorId: mergedId }, { survivorId: intoId });
  await mergeMemberships(ctx, moving);
  await withdrawDuplicate(ctx, moving);
  const meetings = await uniteLines(ctx, moving);
  await moveRows(ctx, moving);
  await recountTalks(ctx, mergeId);
  await recountSetAside(ctx, mergeId);
  await foldAgain(ctx, meetings, [intoId]);
  await writeAuditEntry(ctx, {
    groupId,
    action: "mergePeople",
    personId: intoId,
    objectId: globalId("mrg", mergeId),
    after: { merged: globalId("per", mergedId) },
  });
  await emit(ctx, { name: "people.merged", mergeId, groupId });
  return made;
}
