import { IsOptional } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { Group, GroupVisibility } from "../groups/group.entity.ts";
import { refuseArchived } from "../groups/hold-group.ts";
import { LIVE_STATUSES } from "../groups/membership.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, invalid } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { spend } from "../platform/quota.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { valid } from "../platform/valid.ts";
import { refuseUnheld } from "./capture-idea.ts";
import { GroupSuggestion, SUGGESTION_LENGTH_MAX } from "./group-suggestion.entity.ts";
import "./meeting-value.events.ts";

/** Hints of one person in a day. */
const SUGGESTIONS_PER_DAY_MAX = 30;
const DAY_SECONDS = 86_400;

@InputType({ description: "A hint at a group, for another member." })
export class SuggestGroupInput {
  @Field(() => ID, { description: "The group: one that everybody may see." })
  groupId: string;

  @Field(() => ID, { description: "Whom it may suit: somebody who is a member of a group together with the viewer." })
  receiverId: string;

  @Field(() => ID, { nullable: true, description: "At which meeting it was said, if at one." })
  meetingId?: string | null;

  @Field(() => String, { nullable: true, description: "Why: one line of plain text, 1 to 500 characters." })
  @IsOptional()
  @IsLine(SUGGESTION_LENGTH_MAX)
  text?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

export const SuggestGroupPayload = payloadType("SuggestGroup", {
  suggestion: () => GroupSuggestion,
  suggestionEdge: () => edgeOf(GroupSuggestion),
});

/**
 * Tells another member of a group that may suit them. Across a block it is accepted and goes nowhere, and to the giver it
 * looks like one that was not answered.
 *
 * @throws NOT_FOUND, INVALID for oneself, CONFLICT for a private or archived group, for somebody with no group in common,
 *   and for a meeting that was not held, RATE_LIMITED above 30 a day
 */
export function suggestGroup(ctx: Context, input: SuggestGroupInput): Promise<GroupSuggestion> {
  const giverId = signedIn(ctx);
  return once(ctx, "suggestGroup", input, GroupSuggestion, async (ctx) => {
    await valid(input);
    const group = await visible(ctx, Group, input.groupId, "groupId");
    if (group.visibility === GroupVisibility.PRIVATE)
      throw conflict("groupId", "A private group asks people in itself.");
    refuseArchived(group, "groupId");
    const receiver = await visible(ctx, Person, input.receiverId, "receiverId");
    if (receiver.id === giverId) throw invalid("receiverId", "Nobody needs to tell themself.");
    const meeting = input.meetingId ? await visible(ctx, Meeting, input.meetingId, "meetingId") : null;
    if (meeting) refuseUnheld(ctx, meeting);
    const { sharesGroup, isBlocked } = await between(ctx, giverId, receiver.id);
    if (!sharesGroup) throw conflict("receiverId", "You have no group in common.");
    await spend(ctx, { name: "group suggestions", most: SUGGESTIONS_PER_DAY_MAX, windowSeconds: DAY_SECONDS }, giverId);
    const suggestion = ctx.db.create(GroupSuggestion, {
      id: newId(),
      groupId: group.id,
      giverId,
      receiverId: receiver.id,
      meetingId: meeting?.id ?? null,
      text: input.text ? tidyLine(input.text) : null,
      isWithheld: isBlocked,
      suggestedAt: ctx.clock.now(),
      outcome: null,
      outcomeAt: null,
    });
    await ctx.db.insert(GroupSuggestion, suggestion);
    await emit(ctx, { name: "groupSuggestion.given", suggestionId: suggestion.id });
    return suggestion;
  });
}

/** What stands between two people. Both are held, as whoever blocks holds themself: a block that is there first is seen. */
async function between(
  ctx: Context,
  giverId: string,
  receiverId: string,
): Promise<{ sharesGroup: boolean; isBlocked: boolean }> {
  await ctx.db.query("select from people where id in ($1, $2) order by id for share", [giverId, receiverId]);
  const [row] = await ctx.db.query<[{ sharesGroup: boolean; isBlocked: boolean }]>(
    `select exists (select from memberships a join memberships b using (group_id)
                     where a.person_id = $1 and b.person_id = $2 and a.status = any($3) and b.status = any($3)) as "sharesGroup",
            exists (select from blocks where (blocker_id, blocked_id) in (($1, $2), ($2, $1))) as "isBlocked"`,
    [giverId, receiverId, LIVE_STATUSES],
  );
  return row;
}
