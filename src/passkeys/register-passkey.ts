import { type RegistrationResponseJSON, verifyRegistrationResponse } from "@simplewebauthn/server";
import { MaxLength } from "class-validator";
import { Field, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { duplicate, limitReached } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { inTransaction, violatedConstraint } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { CREDENTIAL_LENGTH_MAX, credentialAnswer, notAccepted, relyingParty } from "./credential-answer.ts";
import { useChallenge } from "./open-challenge.ts";
import { PASSKEY_NAME_LENGTH_MAX, PASSKEYS_MAX, Passkey } from "./passkey.entity.ts";
import "./passkey.events.ts";
import { tellOfPasskey } from "./passkey.mails.ts";
import { PasskeyPurpose } from "./passkey-challenge.entity.ts";

@InputType({ description: "Input of `registerPasskey`." })
export class RegisterPasskeyInput {
  @Field(() => String, { description: "What `credential.toJSON()` gives, as JSON text: at most 20,000 characters." })
  @MaxLength(CREDENTIAL_LENGTH_MAX)
  credentialJson: string;

  @Field(() => String, { description: "What to call it, such as the device: one line of 1 to 80 characters." })
  @IsLine(PASSKEY_NAME_LENGTH_MAX)
  name: string;
}

export const RegisterPasskeyPayload = payloadType("RegisterPasskey", { passkey: () => Passkey });

/**
 * Keeps the public half of a key that a device has made for whoever is signed in, if it signed our challenge, on a page
 * of ours, after asking who they are.
 *
 * @throws INVALID at `credentialJson`, DUPLICATE for a key that somebody has already, LIMIT_REACHED
 */
export async function registerPasskey(ctx: Context, input: RegisterPasskeyInput): Promise<Passkey> {
  const personId = signedIn(ctx);
  await valid(input);
  const made = await verified(ctx, personId, input.credentialJson);
  return inTransaction(ctx, async (ctx) => {
    await ctx.db.query("select 1 from people where id = $1 for update", [personId]);
    if ((await ctx.db.countBy(Passkey, { personId })) >= PASSKEYS_MAX)
      throw limitReached(null, `A person has at most ${PASSKEYS_MAX} passkeys.`);
    const passkey = ctx.db.create(Passkey, {
      ...{ id: newId(), personId, name: tidyLine(input.name), createdAt: ctx.clock.now(), lastUsedAt: null },
      ...made,
    });
    try {
      await ctx.db.insert(Passkey, passkey);
    } catch (error) {
      if (violatedConstraint(error) !== "a_credential_is_one_passkey") throw error;
      throw duplicate("credentialJson", "This passkey is registered already.");
    }
    await tellOfPasskey(ctx, "passkey-registered", passkey);
    await emit(ctx, { name: "passkey.registered", passkeyId: passkey.id, personId });
    return passkey;
  });
}

type Made = Pick<Passkey, "credentialId" | "publicKey" | "counter" | "transports" | "isBackedUp">;

/** @throws INVALID, whatever was wrong */
async function verified(ctx: Context, personId: string, json: string): Promise<Made> {
  const { id: expectedRPID, origins } = relyingParty(ctx);
  const response = credentialAnswer<RegistrationResponseJSON>(json);
  const challenge = await useChallenge(ctx, PasskeyPurpose.REGISTER, personId, response.response.clientDataJSON);
  if (challenge === null) throw notAccepted();
  const expected = { expectedChallenge: challenge, expectedOrigin: [...origins], expectedRPID };
  const result = await verifyRegistrationResponse({ response, ...expected, requireUserVerification: true }).catch(
    () => {
      throw notAccepted();
    },
  );
  if (!result.verified) throw notAccepted();
  const { credential, credentialBackedUp } = result.registrationInfo;
  return {
    credentialId: Buffer.from(credential.id, "base64url"),
    publicKey: Buffer.from(credential.publicKey),
    counter: String(credential.counter),
    transports: credential.transports ?? [],
    isBackedUp: credentialBackedUp,
  };
}
