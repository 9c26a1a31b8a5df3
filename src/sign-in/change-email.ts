import { MaxLength } from "class-validator";
import { Field, InputType } from "type-graphql";
import { Person } from "../people/person.entity.ts";
import { IsEmailAddress } from "../platform/checks.ts";
import type { Context } from "../platform/context.ts";
import { normaliseEmail } from "../platform/email.ts";
import { duplicate, invalid } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { queueMail } from "../platform/mail.ts";
import { networkOf } from "../platform/network.ts";
import { payloadType } from "../platform/payload.ts";
import { spend } from "../platform/quota.ts";
import { inTransaction, violatedConstraint } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import {
  ATTEMPTS_PER_NETWORK,
  bareCode,
  cancelChallenges,
  challengeOfCode,
  holdChallenges,
  useChallenge,
} from "./challenge.ts";
import { endSessions } from "./session.ts";
import "./sign-in.events.ts";
import { ChallengePurpose, CODE_LENGTH_MAX } from "./sign-in-challenge.entity.ts";

@InputType({ description: "Input of `changeEmail`." })
export class ChangeEmailInput {
  @Field(() => String, { description: "The address to change to, as given to `requestEmailChange`." })
  @IsEmailAddress()
  email: string;

  @Field(() => String, { description: "The code that was mailed to the present address." })
  @MaxLength(CODE_LENGTH_MAX)
  presentCode: string;

  @Field(() => String, { description: "The code that was mailed to the new address." })
  @MaxLength(CODE_LENGTH_MAX)
  newCode: string;
}

export const ChangeEmailPayload = payloadType("ChangeEmail", { viewer: () => Person });

interface Change {
  readonly personId: string;
  readonly present: string;
  readonly wanted: string;
}

/**
 * Changes the address that the viewer signs in with, once both mailboxes said yes. Every other session of theirs ends,
 * every open code of either address is cancelled, and the old address is told.
 *
 * @throws INVALID at the code that is wrong, used or expired; DUPLICATE if the new address is another account's
 */
export async function changeEmail(ctx: Context, input: ChangeEmailInput): Promise<Person> {
  const personId = signedIn(ctx);
  await valid(input);
  await spend(ctx, ATTEMPTS_PER_NETWORK, networkOf(ctx.address));
  const { email } = await ctx.db.findOneByOrFail(Person, { id: personId });
  const change: Change = { personId, present: email ?? "", wanted: normaliseEmail(input.email) };

  const { LEAVE_ADDRESS, TAKE_ADDRESS } = ChallengePurpose;
  const leaving = await challengeOfCode(ctx, LEAVE_ADDRESS, change.present, bareCode(input.presentCode));
  if (!leaving) throw wrongCode("presentCode");
  const taking = await challengeOfCode(ctx, TAKE_ADDRESS, change.wanted, bareCode(input.newCode));
  if (!taking) throw wrongCode("newCode");

  return inTransaction(ctx, async (ctx) => {
    await holdChallenges(ctx, [change.present, change.wanted]);
    if (!(await useChallenge(ctx, leaving))) throw wrongCode("presentCode");
    if (!(await useChallenge(ctx, taking))) throw wrongCode("newCode");
    await takeFromRecord(ctx, change);
    await writeAddress(ctx, change);
    await shutOthersOut(ctx, change);
    await queueMail(ctx, { kind: "email-changed", to: change.present, key: leaving, data: {} });
    await emit(ctx, { name: "person.email-changed", personId });
    return ctx.db.findOneByOrFail(Person, { id: personId });
  });
}

const wrongCode = (field: string) => invalid(field, "This code is wrong, used or expired. Ask for new ones.");

/**
 * Whoever wrote an address into a group's books proved nothing: the address goes to the person who did, or anybody could
 * keep it from them by an import. The record stays as it is but for the address; whether it is the same human, those who
 * keep the books may say.
 */
async function takeFromRecord(ctx: Context, { personId, wanted }: Change): Promise<void> {
  await ctx.db.query("select from people where id = $1 or email = $2 order by id for update", [personId, wanted]);
  const [records] = await ctx.db.query<[{ id: string }[], number]>(
    `update people set email = null, updated_at = $2, version = version + 1
     where email = $1 and email_verified_at is null and id <> $3 returning id`,
    [wanted, ctx.clock.now(), personId],
  );
  for (const { id } of records) await emit(ctx, { name: "person.email-released", personId: id });
}

async function writeAddress(ctx: Context, { personId, present, wanted }: Change): Promise<void> {
  try {
    const [changed] = await ctx.db.query<[unknown[], number]>(
      `update people set email = $3, email_verified_at = $4, updated_at = $4, version = version + 1
       where id = $1 and email = $2 returning id`,
      [personId, present, wanted, ctx.clock.now()],
    );
    if (changed.length === 0) throw wrongCode("presentCode");
  } catch (error) {
    if (violatedConstraint(error) !== "an_address_is_one_person") throw error;
    throw duplicate("email", "This address belongs to another account here.");
  }
}

async function shutOthersOut(ctx: Context, { personId, present, wanted }: Change): Promise<void> {
  const { principal } = ctx;
  await endSessions(ctx, personId, { except: principal.kind === "person" ? principal.sessionId : null });
  await cancelChallenges(ctx, present);
  await cancelChallenges(ctx, wanted);
}
