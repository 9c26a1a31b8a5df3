import { Field, ID, InputType } from "type-graphql";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { queueMail } from "../platform/mail.ts";
import { payloadType } from "../platform/payload.ts";
import { IsParagraphs, tidyParagraphs } from "../platform/plain-text.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import "./introduction.events.ts";
import { holdShared } from "./hold-shared.ts";
import { INTRODUCTION_TEXT_LENGTH_MAX, Introduction } from "./introduction.entity.ts";
import type { ThanksMail } from "./introduction.mails.ts";
import { IntroductionSide } from "./introduction-side.entity.ts";

@InputType({ description: "Thanks to whoever introduced the viewer." })
export class ThankConnectorInput {
  @Field(() => ID, { description: "The introduction." })
  introductionId: string;

  @Field(() => String, { description: "For the connector alone: plain text of 1 to 1,000 characters." })
  @IsParagraphs(INTRODUCTION_TEXT_LENGTH_MAX)
  thanks: string;
}

export const ThankConnectorPayload = payloadType("ThankConnector", { introduction: () => Introduction });

/**
 * Thanks the connector, once for each of the two, and mails it. The same again changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN for the connector, INVALID, CONFLICT before it was shared, and for other words than before
 */
export async function thankConnector(ctx: Context, input: ThankConnectorInput): Promise<Introduction> {
  await valid(input);
  const thanks = tidyParagraphs(input.thanks);
  return inTransaction(ctx, async (ctx) => {
    const { introduction, side } = await holdShared(ctx, input.introductionId);
    if (side.thanks === thanks) return introduction;
    if (side.thankedAt) throw conflict("thanks", "You have thanked them.");

    await ctx.db.update(IntroductionSide, { id: side.id }, { thanks, thankedAt: ctx.clock.now() });
    const { email } = await ctx.db.findOneByOrFail(Person, { id: introduction.connectorId });
    const data: ThanksMail = { sideId: side.id };
    if (email) await queueMail(ctx, { kind: "introduction-thanks", to: email, key: side.id, data });
    await emit(ctx, { name: "introduction.thanked", introductionId: introduction.id });
    return introduction;
  });
}
