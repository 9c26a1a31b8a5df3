import { Field, ID, InputType } from "type-graphql";
import type { Meeting } from "../meetings/meeting.entity.ts";
import type { Context } from "../platform/context.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { answer, heldRsvp, type Wish } from "./answer.ts";
import { logAnswer } from "./log-answer.ts";
import { openToAnswers } from "./open-to-answers.ts";
import type { Rsvp } from "./rsvp.entity.ts";

/** What every verb of an answer asks: to which meeting, and of whom. */
@InputType()
export abstract class GiveAnswerInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;

  @Field(() => ID, {
    nullable: true,
    description: "Somebody else, for whom an organiser answers; left out, the viewer.",
  })
  personId?: string | null;
}

/** The answer that somebody gave before, where it is given, and whether an organiser speaks for them. */
interface Given {
  readonly meeting: Meeting;
  readonly rsvp: Rsvp;
  readonly isForOther: boolean;
}

/**
 * What the verbs share: who may, the meeting and the answer held, the new answer given, and a line in the group's log
 * where an organiser spoke. `wishOf` tells what the verb wants, once all that is held.
 *
 * @param verb the mutation, as the log shall call it
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT as `openToAnswers`, and as `answer`
 */
export async function giveAnswer(
  ctx: Context,
  input: GiveAnswerInput,
  verb: string,
  wishOf: (ctx: Context, given: Given) => Promise<Wish> | Wish,
): Promise<Rsvp> {
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const { meeting, personId, isForOther } = await openToAnswers(ctx, input);
    const held = await heldRsvp(ctx, meeting, personId);
    const before = held.isNew ? null : { ...held.row };
    const rsvp = await answer(ctx, meeting, held, await wishOf(ctx, { meeting, rsvp: held.row, isForOther }));
    if (isForOther) await logAnswer(ctx, verb, before, rsvp);
    return rsvp;
  });
}
