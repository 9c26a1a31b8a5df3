import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { conflict, duplicate, invalid, limitReached } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsParagraphs, tidyParagraphs } from "../platform/plain-text.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { valid } from "../platform/valid.ts";
import { Ask } from "./ask.entity.ts";
import { AskResponse, RESPONSE_LENGTH_MAX } from "./ask-response.entity.ts";
import "./ask.events.ts";

/** Responses of one person in seven days: the generous are not to be worn out, and others are to have their turn. */
export const RESPONSES_PER_WEEK_MAX = 10;
/** Responses that one ask takes: more, the asker reads no longer, and answers nobody. */
export const RESPONSES_PER_ASK_MAX = 20;
const WEEK_MS = 7 * 86_400_000;

@InputType({ description: "A message to somebody who asked for help." })
export class RespondToAskInput {
  @Field(() => ID, { description: "The ask." })
  askId: string;

  @Field(() => String, {
    description: "What the viewer can do: plain text, 1 to 2,000 characters. Only the asker reads it.",
  })
  @IsParagraphs(RESPONSE_LENGTH_MAX)
  text: string;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

export const RespondToAskPayload = payloadType("RespondToAsk", {
  response: () => AskResponse,
  responseEdge: () => edgeOf(AskResponse),
});

/**
 * Answers an ask, once, with a message that only the asker reads.
 *
 * @throws NOT_FOUND, INVALID for one's own, CONFLICT for one that has ended, DUPLICATE for a second response,
 *   LIMIT_REACHED above 10 responses in a week, and for an ask with 20
 */
export function respondToAsk(ctx: Context, input: RespondToAskInput): Promise<AskResponse> {
  const personId = signedIn(ctx);
  return once(ctx, "respondToAsk", input, AskResponse, async (ctx) => {
    await valid(input);
    const { id: askId } = await visible(ctx, Ask, input.askId, "askId");
    // First the person, then the ask, as everybody does: their responses, and those to one ask, come one by one.
    await ctx.db.query("select from people where id = $1 for no key update", [personId]);
    const ask = await ctx.db.findOneOrFail(Ask, { where: { id: askId }, lock: { mode: "pessimistic_write" } });
    const now = ctx.clock.now();
    if (ask.personId === personId) throw invalid("askId", "Nobody answers themself.");
    if (ask.closedAt || ask.openUntil <= now) throw conflict("askId", "It has ended.", { entity: Ask, id: askId });
    await refuseTooMany(ctx, askId, personId);

    const response = ctx.db.create(AskResponse, {
      id: newId(),
      askId,
      personId,
      text: tidyParagraphs(input.text),
      respondedAt: now,
      helpedAt: null,
    });
    await ctx.db.insert(AskResponse, response);
    await emit(ctx, { name: "ask.responded", askId, responseId: response.id });
    return response;
  });
}

/** @throws DUPLICATE, LIMIT_REACHED */
async function refuseTooMany(ctx: Context, askId: string, personId: string): Promise<void> {
  const since = new Date(ctx.clock.now().getTime() - WEEK_MS);
  const [row] = await ctx.db.query<[{ own: string | null; of_week: number; of_ask: number }]>(
    `select (select id from ask_responses where ask_id = $1 and person_id = $2) as own,
            (select count(*)::integer from ask_responses where person_id = $2 and responded_at > $3) as of_week,
            (select count(*)::integer from ask_responses where ask_id = $1) as of_ask`,
    [askId, personId, since],
  );
  if (row.own) throw duplicate("askId", "You answered this.", { entity: AskResponse, id: row.own });
  if (row.of_week >= RESPONSES_PER_WEEK_MAX) {
    throw limitReached(null, `At most ${RESPONSES_PER_WEEK_MAX} responses in seven days. Others like to help, too.`);
  }
  if (row.of_ask >= RESPONSES_PER_ASK_MAX) {
    throw limitReached("askId", `${RESPONSES_PER_ASK_MAX} people have answered already.`);
  }
}
