import { Field, InputType } from "type-graphql";
import { Person } from "../people/person.entity.ts";
import { IsEmailAddress } from "../platform/checks.ts";
import type { Context } from "../platform/context.ts";
import { normaliseEmail } from "../platform/email.ts";
import { invalid } from "../platform/errors.ts";
import { signedIn } from "../platform/find.ts";
import { queueMail } from "../platform/mail.ts";
import { networkOf } from "../platform/network.ts";
import { payloadType } from "../platform/payload.ts";
import { spend } from "../platform/quota.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { openChallenge, REQUESTS_PER_ADDRESS, REQUESTS_PER_NETWORK } from "./challenge.ts";
import type { AddressMail } from "./sign-in.mails.ts";
import { ChallengePurpose } from "./sign-in-challenge.entity.ts";

@InputType({ description: "Input of `requestEmailChange`." })
export class RequestEmailChangeInput {
  @Field(() => String, { description: "The address to change to." })
  @IsEmailAddress()
  email: string;
}

export const RequestEmailChangePayload = payloadType("RequestEmailChange", {
  codesExpireAt: { type: () => Date, description: "Until when the two mailed codes are good." },
});

/**
 * Mails a code to the address that somebody has and one to the address they want: whoever finds an open browser reads
 * neither mail. Whether the wanted address is somebody's already is told only to those who can read its mail.
 *
 * @throws INVALID for the present address; RATE_LIMITED per address and per network
 */
export async function requestEmailChange(
  ctx: Context,
  input: RequestEmailChangeInput,
): Promise<{ codesExpireAt: Date }> {
  const personId = signedIn(ctx);
  await valid(input);
  const wanted = normaliseEmail(input.email);
  const { email: present } = await ctx.db.findOneByOrFail(Person, { id: personId });
  if (wanted === present) throw invalid("email", "This is your address already.");

  const addresses = [
    { purpose: ChallengePurpose.LEAVE_ADDRESS, email: present, kind: "leave-address" },
    { purpose: ChallengePurpose.TAKE_ADDRESS, email: wanted, kind: "take-address" },
  ];
  await spend(ctx, REQUESTS_PER_NETWORK, networkOf(ctx.address));
  for (const { email } of addresses) await spend(ctx, REQUESTS_PER_ADDRESS, email ?? "");

  return inTransaction(ctx, async (ctx) => {
    let codesExpireAt = ctx.clock.now();
    for (const { purpose, email, kind } of addresses) {
      if (email === null) continue;
      const { id, code, expiresAt } = await openChallenge(ctx, purpose, email);
      const data: AddressMail = { challengeId: id, code };
      await queueMail(ctx, { kind, to: email, key: id, data });
      codesExpireAt = expiresAt;
    }
    return { codesExpireAt };
  });
}
