import { Field, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { conflict, duplicate, invalid, limitReached } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { IsParagraphs, tidyParagraphs } from "../platform/plain-text.ts";
import { Ask } from "./ask.entity.ts";
import { AskResponse } from "./ask-response.entity.ts";
import { type HelpResponse, RESPONSE_LENGTH_MAX } from "./help-response.entity.ts";
import { Offer } from "./offer.entity.ts";
import { OfferResponse } from "./offer-response.entity.ts";
import type { Posting } from "./posting.entity.ts";

/** Responses of one person in seven days, to asks and offers alike: others are to have their turn. */
export const RESPONSES_PER_WEEK_MAX = 10;
/** Responses that one ask or offer takes: more, its author reads no longer, and answers nobody. */
export const RESPONSES_PER_POSTING_MAX = 20;
/** Responses to all offers of one person in seven days: the generous are not to be worn out. */
export const TAKERS_PER_WEEK_MAX = 10;
const WEEK_MS = 7 * 86_400_000;

@InputType()
export abstract class ResponseInput {
  @Field(() => String, {
    description: "Plain text, 1 to 2,000 characters. Only the author reads it; no contact details are added.",
  })
  @IsParagraphs(RESPONSE_LENGTH_MAX)
  text: string;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

const KINDS = {
  ask: { posting: Ask, response: AskResponse, table: "ask_responses", key: "ask_id", field: "askId" },
  offer: { posting: Offer, response: OfferResponse, table: "offer_responses", key: "offer_id", field: "offerId" },
} as const;

type Kind = (typeof KINDS)[keyof typeof KINDS];

/**
 * Holds what is answered, and gives the columns of the response, unless it may not be given. First the two people, in the
 * order of their keys, then what is answered, as everybody does: responses of one person, those to one posting and those
 * to the offers of one person come one by one.
 *
 * @throws INVALID for one's own, CONFLICT for one that has ended, DUPLICATE for a second response, LIMIT_REACHED
 */
export async function responseTo(
  ctx: Context,
  to: { readonly kind: keyof typeof KINDS; readonly id: string; readonly authorId: string },
  { personId, text }: { readonly personId: string; readonly text: string },
): Promise<Omit<HelpResponse, "person">> {
  const kind = KINDS[to.kind];
  const { field } = kind;
  if (to.authorId === personId) throw invalid(field, "Nobody answers themself.");
  await ctx.db.query("select from people where id in ($1, $2) order by id for no key update", [personId, to.authorId]);
  const posting = await ctx.db.findOneOrFail<Posting>(kind.posting, {
    where: { id: to.id },
    lock: { mode: "pessimistic_write" },
  });
  const now = ctx.clock.now();
  if (posting.closedAt || posting.openUntil <= now) {
    throw conflict(field, "It has ended.", { entity: kind.posting, id: to.id });
  }
  await refuseSecond(ctx, kind, to.id, personId);
  await refuseTooMany(ctx, kind, posting, personId);
  return { id: newId(), personId, text: tidyParagraphs(text), respondedAt: now, helpedAt: null };
}

async function refuseSecond(ctx: Context, kind: Kind, postingId: string, personId: string): Promise<void> {
  const [own]: { id: string }[] = await ctx.db.query(
    `select id from ${kind.table} where ${kind.key} = $1 and person_id = $2`,
    [postingId, personId],
  );
  if (own) throw duplicate(kind.field, "You answered this.", { entity: kind.response, id: own.id });
}

async function refuseTooMany(ctx: Context, kind: Kind, posting: Posting, personId: string): Promise<void> {
  const since = new Date(ctx.clock.now().getTime() - WEEK_MS);
  const [row] = await ctx.db.query<[{ of_week: number; of_posting: number; of_author: number }]>(
    `select (select count(*)::integer from ask_responses where person_id = $2 and responded_at > $3)
              + (select count(*)::integer from offer_responses where person_id = $2 and responded_at > $3) as of_week,
            (select count(*)::integer from ${kind.table} where ${kind.key} = $1) as of_posting,
            (select count(*)::integer from offer_responses r join offers o on o.id = r.offer_id
              where o.person_id = $4 and r.responded_at > $3) as of_author`,
    [posting.id, personId, since, posting.personId],
  );
  if (row.of_week >= RESPONSES_PER_WEEK_MAX) {
    throw limitReached(null, `At most ${RESPONSES_PER_WEEK_MAX} responses in seven days. Others have their turn, too.`);
  }
  if (row.of_posting >= RESPONSES_PER_POSTING_MAX) {
    throw limitReached(kind.field, `${RESPONSES_PER_POSTING_MAX} people have answered already.`);
  }
  if (kind.field === "offerId" && row.of_author >= TAKERS_PER_WEEK_MAX) {
    throw limitReached(kind.field, "Many have answered to what this person offers. Try again in some days.");
  }
}
