import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from "@simplewebauthn/server";
import { MaxLength } from "class-validator";
import { Field, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { networkOf } from "../platform/network.ts";
import { spend } from "../platform/quota.ts";
import { sameSecret } from "../platform/secrets.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { ATTEMPTS_PER_NETWORK } from "../sign-in/challenge.ts";
import { handOut, type SignedIn, signInPayload } from "../sign-in/finish-sign-in.ts";
import { SignInMethod } from "../sign-in/session.entity.ts";
import { createSession } from "../sign-in/session.ts";
import "../sign-in/sign-in.events.ts";
import { CREDENTIAL_LENGTH_MAX, credentialAnswer, notAccepted, relyingParty } from "./credential-answer.ts";
import { useChallenge } from "./open-challenge.ts";
import { Passkey } from "./passkey.entity.ts";
import { PasskeyPurpose } from "./passkey-challenge.entity.ts";
import { userHandle } from "./user-handle.ts";

@InputType({ description: "Input of `signInWithPasskey`." })
export class SignInWithPasskeyInput {
  @Field(() => String, { description: "What `credential.toJSON()` gives, as JSON text: at most 20,000 characters." })
  @MaxLength(CREDENTIAL_LENGTH_MAX)
  credentialJson: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "For browsers: keep the session in a cookie that no script can read, and give no `sessionToken`.",
  })
  asCookie: boolean;
}

export const SignInWithPasskeyPayload = signInPayload("SignInWithPasskey");

/**
 * Signs in whoever's device signed our challenge. Everything that can be wrong has one answer.
 *
 * @throws INVALID at `credentialJson`; RATE_LIMITED per network
 */
export async function signInWithPasskey(ctx: Context, input: SignInWithPasskeyInput): Promise<SignedIn> {
  await valid(input);
  await spend(ctx, ATTEMPTS_PER_NETWORK, networkOf(ctx.address));
  const { passkey, counter } = await proved(ctx, credentialAnswer<AuthenticationResponseJSON>(input.credentialJson));
  const { id, personId } = passkey;
  const opened = await inTransaction(ctx, async (ctx) => {
    // Of two uses that say the same count, a copy made one.
    const [rows] = await ctx.db.query<[unknown[], number]>(
      "update passkeys set counter = $2, last_used_at = $3 where id = $1 and (counter < $2 or $2 = 0) returning id",
      [id, counter, ctx.clock.now()],
    );
    if (rows.length === 0) throw notAccepted();
    const opened = await createSession(ctx, personId, SignInMethod.PASSKEY);
    await emit(ctx, { name: "person.signed-in", personId, sessionId: opened.session.id, isFirst: false });
    return opened;
  });
  return handOut(ctx, personId, opened, input.asCookie);
}

/** @throws INVALID for a challenge, key, person, page or signature that is not right, and for a count that went back */
async function proved(
  ctx: Context,
  response: AuthenticationResponseJSON,
): Promise<{ passkey: Passkey; counter: number }> {
  const { id: expectedRPID, origins } = relyingParty(ctx);
  const challenge = await useChallenge(ctx, PasskeyPurpose.SIGN_IN, null, response.response.clientDataJSON);
  const passkey = await ctx.db.findOneBy(Passkey, { credentialId: Buffer.from(response.id, "base64url") });
  if (challenge === null || !passkey || !isItsOwner(ctx, passkey, response.response.userHandle)) throw notAccepted();
  const result = await verifyAuthenticationResponse({
    ...{ response, expectedChallenge: challenge, expectedOrigin: [...origins], expectedRPID },
    credential: {
      id: passkey.credentialId.toString("base64url"),
      publicKey: new Uint8Array(passkey.publicKey),
      counter: Number(passkey.counter),
    },
    requireUserVerification: true,
  }).catch(() => {
    throw notAccepted();
  });
  if (!result.verified) throw notAccepted();
  return { passkey, counter: result.authenticationInfo.newCounter };
}

/** A device that says whose key it is must mean the one whose key we know it to be. */
const isItsOwner = (ctx: Context, { personId }: Passkey, handle: unknown): boolean =>
  handle == null ||
  (typeof handle === "string" && sameSecret(Buffer.from(handle, "base64url"), userHandle(ctx, personId)));
