import { MaxLength } from "class-validator";
import { Field, InputType } from "type-graphql";
import { IsEmailAddress } from "../platform/checks.ts";
import type { Context } from "../platform/context.ts";
import { normaliseEmail } from "../platform/email.ts";
import { invalid } from "../platform/errors.ts";
import { networkOf } from "../platform/network.ts";
import { spend } from "../platform/quota.ts";
import { valid } from "../platform/valid.ts";
import { ATTEMPTS_PER_NETWORK, bareCode, challengeOfCode } from "./challenge.ts";
import { finishSignIn, type SignedIn, SignInInput, signInPayload } from "./finish-sign-in.ts";
import { SignInMethod } from "./session.entity.ts";
import { ChallengePurpose, CODE_DIGITS, CODE_LENGTH_MAX } from "./sign-in-challenge.entity.ts";

@InputType({ description: "Input of `signInWithCode`." })
export class SignInWithCodeInput extends SignInInput {
  @Field(() => String, { description: "The address that the code was mailed to." })
  @IsEmailAddress()
  email: string;

  @Field(() => String, { description: `The ${CODE_DIGITS} digits of the mail; blanks and hyphens do not matter.` })
  @MaxLength(CODE_LENGTH_MAX)
  code: string;
}

export const SignInWithCodePayload = signInPayload("SignInWithCode");

/**
 * Signs in whoever can read the mail of an address. A code is good once, for ten minutes and five attempts, and only
 * until the next one is asked for; which of these failed is not told.
 *
 * @throws INVALID at `code`; RATE_LIMITED per network
 */
export async function signInWithCode(ctx: Context, input: SignInWithCodeInput): Promise<SignedIn> {
  await valid(input);
  const email = normaliseEmail(input.email);
  await spend(ctx, ATTEMPTS_PER_NETWORK, networkOf(ctx.address));

  const challengeId = await challengeOfCode(ctx, ChallengePurpose.SIGN_IN, email, bareCode(input.code));
  const signedIn = challengeId && (await finishSignIn(ctx, challengeId, SignInMethod.CODE, input));
  if (!signedIn) throw invalid("code", "This code is wrong, used or expired. Ask for a new one.");
  return signedIn;
}
