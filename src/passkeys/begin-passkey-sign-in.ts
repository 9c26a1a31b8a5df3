import { generateAuthenticationOptions } from "@simplewebauthn/server";
import { InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { networkOf } from "../platform/network.ts";
import { payloadType } from "../platform/payload.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { valid } from "../platform/valid.ts";
import { AnswerTime } from "./answer-time.ts";
import { relyingParty } from "./credential-answer.ts";
import { openChallenge } from "./open-challenge.ts";
import { PasskeyPurpose } from "./passkey-challenge.entity.ts";

/** A club's whole table signs in from one network. */
const BEGUN_PER_NETWORK: Quota = { name: "passkey sign-in per network", most: 300, windowSeconds: 3_600 };

@InputType({ description: "Input of `beginPasskeySignIn`." })
export class BeginPasskeySignInInput extends AnswerTime {}

export const BeginPasskeySignInPayload = payloadType("BeginPasskeySignIn", {
  optionsJson: {
    type: () => String,
    description: "For `PublicKeyCredential.parseRequestOptionsFromJSON`, once parsed. Null when `errors` is not empty.",
  },
  expiresAt: { type: () => Date, description: "Until when the device may answer. Null when `errors` is not empty." },
});

/**
 * What a browser needs to ask a device for a signature. It names nobody and no key: devices know whose they are, and
 * nobody learns here who has one.
 *
 * @throws RATE_LIMITED per network
 */
export async function beginPasskeySignIn(
  ctx: Context,
  input: BeginPasskeySignInInput,
): Promise<{ optionsJson: string; expiresAt: Date }> {
  await valid(input);
  const { id: rpID } = relyingParty(ctx);
  await spend(ctx, BEGUN_PER_NETWORK, networkOf(ctx.address));
  const { challenge, expiresAt } = await openChallenge(ctx, PasskeyPurpose.SIGN_IN, null, input.answerWithinSeconds);
  const options = await generateAuthenticationOptions({
    ...{ rpID, challenge: Buffer.from(challenge, "base64url"), userVerification: "required" },
    timeout: input.answerWithinSeconds * 1_000,
  });
  return { optionsJson: JSON.stringify(options), expiresAt };
}
