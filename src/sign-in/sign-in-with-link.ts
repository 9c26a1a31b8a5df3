import { IsOptional, MaxLength } from "class-validator";
import { Field, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { invalid } from "../platform/errors.ts";
import { networkOf } from "../platform/network.ts";
import { spend } from "../platform/quota.ts";
import { valid } from "../platform/valid.ts";
import { ATTEMPTS_PER_NETWORK, challengeOfLink } from "./challenge.ts";
import { finishSignIn, type SignedIn, SignInInput, signInPayload } from "./finish-sign-in.ts";
import { SignInMethod } from "./session.entity.ts";

const TOKEN_LENGTH_MAX = 128;

@InputType({ description: "Input of `signInWithLink`." })
export class SignInWithLinkInput extends SignInInput {
  @Field(() => String, { description: "What stands behind the `#` of the mailed link." })
  @MaxLength(TOKEN_LENGTH_MAX)
  token: string;

  @Field(() => String, {
    nullable: true,
    description: "As `requestSignIn` gave it. Left out: the cookie that it set in this browser.",
  })
  @IsOptional()
  @MaxLength(TOKEN_LENGTH_MAX)
  browserToken?: string | null;
}

export const SignInWithLinkPayload = signInPayload("SignInWithLink");

/**
 * Signs in by a mailed link, in the browser or app that asked for it: a link that was forwarded, or opened by a mail
 * scanner, does nothing.
 *
 * @throws INVALID at `token`; RATE_LIMITED per network
 */
export async function signInWithLink(ctx: Context, input: SignInWithLinkInput): Promise<SignedIn> {
  await valid(input);
  await spend(ctx, ATTEMPTS_PER_NETWORK, networkOf(ctx.address));

  const browserToken = input.browserToken ?? ctx.sessionCookie?.linkBinding ?? "";
  const challengeId = await challengeOfLink(ctx, input.token, browserToken);
  const signedIn = challengeId && (await finishSignIn(ctx, challengeId, SignInMethod.LINK, input));
  if (!signedIn) {
    throw invalid("token", "This link is used, expired, or of another browser. Type the code of the mail instead.");
  }
  return signedIn;
}
