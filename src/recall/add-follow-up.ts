import { Field, ID, InputType } from "type-graphql";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";
import { valid } from "../platform/valid.ts";
import { FOLLOW_UP_TEXT_LENGTH_MAX, FollowUp, FollowUpStatus } from "./follow-up.entity.ts";
import "./recall.events.ts";

const FOLLOW_UPS: Quota = { name: "follow-ups", most: 500, windowSeconds: 86_400 };

@InputType({ description: "What the viewer promised, and by when." })
export class AddFollowUpInput {
  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;

  @Field(() => ID, { nullable: true, description: "To whom." })
  personId?: string | null;

  @IsLine(FOLLOW_UP_TEXT_LENGTH_MAX)
  @Field(() => String, { description: "What: one line of 1 to 500 characters, such as “send the article”." })
  text: string;

  @Field(() => LocalDate, { description: "By which day." })
  dueOn: string;
}

export const AddFollowUpPayload = payloadType("AddFollowUp", {
  followUp: () => FollowUp,
  followUpEdge: () => edgeOf(FollowUp),
});

/**
 * Writes down a promise of the viewer's, for their own eyes.
 *
 * @throws NOT_FOUND, INVALID, RATE_LIMITED above 500 a day
 */
export async function addFollowUp(ctx: Context, input: AddFollowUpInput): Promise<FollowUp> {
  const authorId = signedIn(ctx);
  await valid(input);
  return once(ctx, "addFollowUp", input, FollowUp, async (ctx) => {
    await spend(ctx, FOLLOW_UPS, authorId);
    const person = input.personId ? await visible(ctx, Person, input.personId, "personId") : null;
    const now = ctx.clock.now();
    const followUp = ctx.db.create(FollowUp, {
      ...{ id: newId(), authorId, personId: person?.id ?? null, text: tidyLine(input.text), dueOn: input.dueOn },
      ...{ status: FollowUpStatus.OPEN, settledAt: null, createdAt: now, updatedAt: now, version: 1 },
    });
    await ctx.db.insert(FollowUp, followUp);
    await emit(ctx, { name: "followUp.added", followUpId: followUp.id });
    return followUp;
  });
}
