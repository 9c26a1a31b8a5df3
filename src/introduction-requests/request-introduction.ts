import { IsOptional } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { holdPeople } from "../people/hold-people.ts";
import { isParted } from "../people/is-parted.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { duplicate, invalid, limitReached } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { queueMail } from "../platform/mail.ts";
import { payloadType } from "../platform/payload.ts";
import { IsParagraphs, tidyParagraphs } from "../platform/plain-text.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { valid } from "../platform/valid.ts";
import { IntroductionRequest, REQUEST_DAYS, REQUEST_TEXT_LENGTH_MAX } from "./introduction-request.entity.ts";
import "./introduction-request.events.ts";
import type { RequestMail } from "./introduction-request.mails.ts";
import { type Known, knownPerson, refuseUnwanted, seenPerson } from "./known-person.ts";

const DAY_MS = 86_400_000;
/** Requests of one person that may be open at a time. */
export const OPEN_REQUESTS_MAX = 10;
/** Requests that may wait for one connector at a time: nobody shall be worn out by whom they know. */
export const REQUESTS_PER_CONNECTOR_MAX = 20;
/** Those of one person among them: nobody shall keep a connector from everybody else. */
export const REQUESTS_TO_ONE_CONNECTOR_MAX = 3;
/** What one person may ask for: each is a mail to somebody. */
const REQUESTS: Quota = { name: "introduction requests per person", most: 20, windowSeconds: 86_400 };

@InputType({ description: "Whom the viewer asks for an introduction, and to whom." })
export class RequestIntroductionInput {
  @Field(() => ID, {
    description:
      "Who is asked: somebody with whom the viewer shares a group or is connected, such as the first connector of a way.",
  })
  connectorId: string;

  @Field(() => ID, { nullable: true, description: "Whom the viewer wants to meet, or `need`: one of the two." })
  towardsId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Whom the viewer looks for, in words: “somebody who buys office space”. 1 to 1,000 characters.",
  })
  @IsOptional()
  @IsParagraphs(REQUEST_TEXT_LENGTH_MAX)
  need?: string | null;

  @Field(() => String, { description: "Why, for the connector: plain text of 1 to 1,000 characters." })
  @IsParagraphs(REQUEST_TEXT_LENGTH_MAX)
  reason: string;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

export const RequestIntroductionPayload = payloadType("RequestIntroduction", {
  request: () => IntroductionRequest,
  requestEdge: () => edgeOf(IntroductionRequest),
});

/**
 * Asks a connector for an introduction. Whom it is about learns nothing of it. Where one of the three blocks another, it
 * is accepted and reaches nobody; who asked cannot tell that, or a no, from a connector who does not answer.
 *
 * @throws NOT_FOUND, FORBIDDEN for a connector with whom the viewer shares nothing, INVALID, CONFLICT for somebody without
 *   an account or who wants none, DUPLICATE while the same is asked, LIMIT_REACHED, RATE_LIMITED above 20 a day
 */
export async function requestIntroduction(ctx: Context, input: RequestIntroductionInput): Promise<IntroductionRequest> {
  const askerId = signedIn(ctx);
  await valid(input);
  return once(ctx, "requestIntroduction", input, IntroductionRequest, async (ctx) => {
    await spend(ctx, REQUESTS, askerId);
    const connector = await knownPerson(ctx, input.connectorId, "connectorId", "ask people for introductions");
    const towards = await whomTowards(ctx, input, connector);

    const people = [askerId, connector.id, ...(towards ? [towards.id] : [])];
    await holdPeople(ctx, people);
    await refuseUnwanted(ctx, connector.id, "connectorId");
    await refuseTooMany(ctx, connector.id, towards?.id ?? null);
    const request = await make(ctx, input, { connector, towards, isLost: await isParted(ctx, people) });
    await emit(ctx, { name: "introductionRequest.made", requestId: request.id, askerId });
    return request;
  });
}

/** @throws NOT_FOUND, INVALID unless exactly one of a person and a need is given, CONFLICT */
async function whomTowards(
  ctx: Context,
  { towardsId, need }: RequestIntroductionInput,
  connector: Known,
): Promise<Known | null> {
  if (Boolean(towardsId) === Boolean(need)) throw invalid("towardsId", "A person or a need: one of the two.");
  if (!towardsId) return null;
  const towards = await seenPerson(ctx, towardsId, "towardsId");
  if (towards.id === connector.id) throw invalid("towardsId", "You know whom you ask.");
  return towards;
}

interface Asking {
  readonly connector: Known;
  readonly towards: Known | null;
  readonly isLost: boolean;
}

async function make(
  ctx: Context,
  { need, reason }: RequestIntroductionInput,
  { connector, towards, isLost }: Asking,
): Promise<IntroductionRequest> {
  const createdAt = ctx.clock.now();
  const asker = await ctx.db.findOneByOrFail(Person, { id: signedIn(ctx) });
  const request = ctx.db.create(IntroductionRequest, {
    ...{ id: newId(), askerId: asker.id, askerName: asker.displayName },
    ...{ connectorId: connector.id, connectorName: connector.name },
    ...{ towardsId: towards?.id ?? null, towardsName: towards?.name ?? null },
    ...{ need: need ? tidyParagraphs(need) : null, reason: tidyParagraphs(reason), createdAt },
    ...{ expiresAt: new Date(createdAt.getTime() + REQUEST_DAYS * DAY_MS), askedAt: isLost ? null : createdAt },
  });
  await ctx.db.insert(IntroductionRequest, request);
  // Of what reaches nobody the mail is dropped later: else the answer would be the quicker for it.
  const { email } = await ctx.db.findOneByOrFail(Person, { id: connector.id });
  const data: RequestMail = { requestId: request.id };
  if (email) await queueMail(ctx, { kind: "introduction-request", to: email, key: request.id, data });
  return request;
}

/**
 * Counted by expiry and by the asker's own withdrawals alone: a no, or a request that was taken up, frees no place, and
 * what reaches nobody takes one. The same is not asked twice even if it was taken back between.
 *
 * @throws DUPLICATE, LIMIT_REACHED
 */
async function refuseTooMany(ctx: Context, connectorId: string, towardsId: string | null): Promise<void> {
  const [counts] = await ctx.db.query<[{ same: string | null; open: number; own: number; waiting: number }]>(
    `select (select id from introduction_requests where asker_id = $1 and connector_id = $2 and towards_id = $3
                and expires_at > $4 limit 1) as same,
       (select count(*)::int from introduction_requests where asker_id = $1 and ${IS_OPEN}) as open,
       (select count(*)::int from introduction_requests where asker_id = $1 and connector_id = $2 and ${IS_OPEN}) as own,
       (select count(*)::int from introduction_requests where connector_id = $2 and ${IS_OPEN}) as waiting`,
    [signedIn(ctx), connectorId, towardsId, ctx.clock.now()],
  );
  if (counts.same !== null) {
    throw duplicate("towardsId", "You have asked them.", { entity: IntroductionRequest, id: counts.same });
  }
  if (counts.open >= OPEN_REQUESTS_MAX) {
    throw limitReached(null, `At most ${OPEN_REQUESTS_MAX} open requests at a time.`);
  }
  if (counts.own >= REQUESTS_TO_ONE_CONNECTOR_MAX) {
    throw limitReached(
      "connectorId",
      `At most ${REQUESTS_TO_ONE_CONNECTOR_MAX} open requests to one person at a time.`,
    );
  }
  if (counts.waiting >= REQUESTS_PER_CONNECTOR_MAX) {
    throw limitReached("connectorId", "They are asked often enough at present.");
  }
}

const IS_OPEN = "expires_at > $4 and withdrawn_at is null";
