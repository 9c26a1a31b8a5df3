import { generateRegistrationOptions } from "@simplewebauthn/server";
import { InputType } from "type-graphql";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { limitReached } from "../platform/errors.ts";
import { signedIn } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { valid } from "../platform/valid.ts";
import { demandFreshSignIn } from "../sign-in/fresh-sign-in.ts";
import { AnswerTime } from "./answer-time.ts";
import { relyingParty } from "./credential-answer.ts";
import { openChallenge } from "./open-challenge.ts";
import { PASSKEYS_MAX, Passkey } from "./passkey.entity.ts";
import { PasskeyPurpose } from "./passkey-challenge.entity.ts";
import { userHandle } from "./user-handle.ts";

const REGISTRATIONS: Quota = { name: "passkey registrations", most: 60, windowSeconds: 3_600 };
const SERVICE_NAME = "Wellmet";

@InputType({ description: "Input of `beginPasskeyRegistration`." })
export class BeginPasskeyRegistrationInput extends AnswerTime {}

export const BeginPasskeyRegistrationPayload = payloadType("BeginPasskeyRegistration", {
  optionsJson: {
    type: () => String,
    description:
      "For `PublicKeyCredential.parseCreationOptionsFromJSON`, once parsed. Null when `errors` is not empty.",
  },
  expiresAt: { type: () => Date, description: "Until when the device may answer. Null when `errors` is not empty." },
});

/**
 * What a browser needs to make a passkey for whoever has just signed in: one that asks who they are, and that finds its
 * way back without a name being typed. Whoever finds an open browser makes no key of their own.
 *
 * @throws CONFLICT for who signed in a while ago, LIMIT_REACHED for who has twenty, RATE_LIMITED
 */
export async function beginPasskeyRegistration(
  ctx: Context,
  input: BeginPasskeyRegistrationInput,
): Promise<{ optionsJson: string; expiresAt: Date }> {
  const personId = signedIn(ctx);
  await valid(input);
  const { id: rpID } = relyingParty(ctx);
  await spend(ctx, REGISTRATIONS, personId);
  await demandFreshSignIn(ctx);
  const known = await ctx.db.findBy(Passkey, { personId });
  if (known.length >= PASSKEYS_MAX) throw limitReached(null, `A person has at most ${PASSKEYS_MAX} passkeys.`);
  const { displayName, email } = await ctx.db.findOneByOrFail(Person, { id: personId });
  const { challenge, expiresAt } = await openChallenge(
    ctx,
    PasskeyPurpose.REGISTER,
    personId,
    input.answerWithinSeconds,
  );
  const options = await generateRegistrationOptions({
    ...{ rpName: SERVICE_NAME, rpID, challenge: Buffer.from(challenge, "base64url") },
    ...{
      userID: new Uint8Array(userHandle(ctx, personId)),
      userName: email ?? displayName,
      userDisplayName: displayName,
    },
    timeout: input.answerWithinSeconds * 1_000,
    attestationType: "none",
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    excludeCredentials: known.map(({ credentialId }) => ({ id: credentialId.toString("base64url") })),
  });
  return { optionsJson: JSON.stringify(options), expiresAt };
}
