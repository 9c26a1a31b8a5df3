import { Field, ID, InputType } from "type-graphql";
import { Meeting } from "../meetings/meeting.entity.ts";
import { hasStarted } from "../meetings/meeting-status.ts";
import { holdPeople } from "../people/hold-people.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, limitReached } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsParagraphs, tidyParagraphs } from "../platform/plain-text.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { valid } from "../platform/valid.ts";
import { IDEA_LENGTH_MAX, Idea } from "./idea.entity.ts";
import "./meeting-value.events.ts";

/** Ideas that one person keeps of one meeting. */
export const IDEAS_PER_MEETING_MAX = 100;

@InputType({ description: "Something to take away from a meeting." })
export class CaptureIdeaInput {
  @Field(() => ID, { description: "The meeting, which has begun." })
  meetingId: string;

  @Field(() => String, { description: "Plain text, 1 to 2,000 characters." })
  @IsParagraphs(IDEA_LENGTH_MAX)
  text: string;

  @Field(() => ID, { nullable: true, description: "Who brought it up." })
  creditedToId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether that person may read it. Otherwise nobody else does.",
  })
  tellsCredited: boolean;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

export const CaptureIdeaPayload = payloadType("CaptureIdea", { idea: () => Idea, ideaEdge: () => edgeOf(Idea) });

/**
 * Writes down what the viewer takes away from a meeting, for themself, credited to whoever brought it up. That person
 * learns of it only if the viewer says so.
 *
 * @throws NOT_FOUND, CONFLICT before the meeting, or for one that was cancelled, LIMIT_REACHED above 100 of one meeting
 */
export function captureIdea(ctx: Context, input: CaptureIdeaInput): Promise<Idea> {
  const authorId = signedIn(ctx);
  return once(ctx, "captureIdea", input, Idea, async (ctx) => {
    await valid(input);
    const meeting = await visible(ctx, Meeting, input.meetingId, "meetingId");
    refuseUnheld(ctx, meeting);
    const credited = input.creditedToId ? await visible(ctx, Person, input.creditedToId, "creditedToId") : null;
    // One at a time for each author.
    await holdPeople(ctx, [authorId]);
    if ((await ctx.db.countBy(Idea, { meetingId: meeting.id, authorId })) >= IDEAS_PER_MEETING_MAX) {
      throw limitReached(null, `At most ${IDEAS_PER_MEETING_MAX} ideas of one meeting.`);
    }
    const idea = ctx.db.create(Idea, {
      id: newId(),
      groupId: meeting.groupId,
      meetingId: meeting.id,
      authorId,
      creditedToId: credited?.id ?? null,
      text: tidyParagraphs(input.text),
      tellsCredited: credited !== null && input.tellsCredited,
      capturedAt: ctx.clock.now(),
    });
    await ctx.db.insert(Idea, idea);
    await emit(ctx, { name: "idea.captured", ideaId: idea.id, meetingId: meeting.id });
    return idea;
  });
}

/** @throws CONFLICT */
export function refuseUnheld(ctx: Context, meeting: Meeting): void {
  const about = { entity: Meeting, id: meeting.id };
  if (meeting.cancelledAt) throw conflict("meetingId", "This meeting was cancelled.", about);
  if (!hasStarted(meeting, ctx.clock.now())) throw conflict("meetingId", "This meeting has not begun.", about);
}
