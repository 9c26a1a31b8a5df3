import { MaxLength } from "class-validator";
import { Field, InputType } from "type-graphql";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { invalid } from "../platform/errors.ts";
import { signedIn } from "../platform/find.ts";
import { networkOf } from "../platform/network.ts";
import { payloadType } from "../platform/payload.ts";
import { spend } from "../platform/quota.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { ATTEMPTS_PER_NETWORK, bareCode, challengeOfCode, useChallenge } from "../sign-in/challenge.ts";
import { ChallengePurpose, CODE_DIGITS, CODE_LENGTH_MAX } from "../sign-in/sign-in-challenge.entity.ts";
import { erasePerson } from "./erase-person.ts";

@InputType({ description: "Erasing the viewer for good." })
export class EraseMeInput {
  @Field(() => String, {
    description: `The ${CODE_DIGITS} digits that \`requestErasure\` mailed; blanks and hyphens do not matter.`,
  })
  @MaxLength(CODE_LENGTH_MAX)
  code: string;
}

export const EraseMePayload = payloadType("EraseMe", {
  erasedAt: { type: () => Date, description: "When it was done. Null when `errors` is not empty." },
});

/**
 * Erases the viewer: name, address, profile, notes, words to others, sessions, connections. It cannot be undone, and
 * signs out everywhere; the same address can begin anew. Meetings they were at, and what they gave others, go on
 * counting under no name.
 *
 * @throws INVALID at `code`, CONFLICT for the one owner of a group that others are in; RATE_LIMITED per network
 */
export async function eraseMe(ctx: Context, input: EraseMeInput): Promise<{ erasedAt: Date }> {
  const personId = signedIn(ctx);
  await valid(input);
  await spend(ctx, ATTEMPTS_PER_NETWORK, networkOf(ctx.address));
  const { email } = await ctx.db.findOneByOrFail(Person, { id: personId });
  const challengeId = await challengeOfCode(ctx, ChallengePurpose.ERASE, email ?? "", bareCode(input.code));
  if (!challengeId) throw wrongCode();
  await inTransaction(ctx, async (ctx) => {
    if (!(await useChallenge(ctx, challengeId))) throw wrongCode();
    await erasePerson(ctx, personId);
  });
  ctx.sessionCookie?.clear();
  return { erasedAt: ctx.clock.now() };
}

const wrongCode = () => invalid("code", "This code is wrong, used or expired. Ask for a new one.");
