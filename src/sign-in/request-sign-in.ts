import { Field, InputType } from "type-graphql";
import { IsEmailAddress } from "../platform/checks.ts";
import type { Context } from "../platform/context.ts";
import { EMAIL_LENGTH_MAX, normaliseEmail } from "../platform/email.ts";
import { queueMail } from "../platform/mail.ts";
import { networkOf } from "../platform/network.ts";
import { payloadType } from "../platform/payload.ts";
import { spend } from "../platform/quota.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { openChallenge, REQUESTS_PER_ADDRESS, REQUESTS_PER_NETWORK } from "./challenge.ts";
import type { SignInMail } from "./sign-in.mails.ts";
import { ChallengePurpose } from "./sign-in-challenge.entity.ts";

@InputType({ description: "Input of `requestSignIn`." })
export class RequestSignInInput {
  @Field(() => String, {
    description: `Address to write to, at most ${EMAIL_LENGTH_MAX} characters; upper and lower case are the same.`,
  })
  @IsEmailAddress()
  email: string;
}

export const RequestSignInPayload = payloadType("RequestSignIn", {
  codeExpiresAt: { type: () => Date, description: "Until when the code and the link of the mail are good." },
  browserToken: {
    type: () => String,
    description:
      "Give it back to `signInWithLink`: the link works only where it was asked for. Browsers also keep it as a cookie, out of reach of scripts.",
  },
});

export interface RequestedSignIn {
  readonly codeExpiresAt: Date;
  readonly browserToken: string;
}

/**
 * Mails a code and a link to an address. Nobody is looked up here: the answer, the work and the time are the same
 * whether the address is known or not, and the mail goes out later.
 *
 * @throws RATE_LIMITED per address and per network, whatever the address
 */
export async function requestSignIn(ctx: Context, input: RequestSignInInput): Promise<RequestedSignIn> {
  await valid(input);
  const email = normaliseEmail(input.email);
  await spend(ctx, REQUESTS_PER_NETWORK, networkOf(ctx.address));
  await spend(ctx, REQUESTS_PER_ADDRESS, email);

  const challenge = await inTransaction(ctx, async (ctx) => {
    const opened = await openChallenge(ctx, ChallengePurpose.SIGN_IN, email);
    const data: SignInMail = { challengeId: opened.id, code: opened.code, linkToken: opened.linkToken };
    await queueMail(ctx, { kind: "sign-in", to: email, key: opened.id, data });
    return opened;
  });
  ctx.sessionCookie?.bindLink(challenge.browserToken, challenge.expiresAt);
  return { codeExpiresAt: challenge.expiresAt, browserToken: challenge.browserToken };
}
