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
import { openChallenge, REQUESTS_PER_ADDRESS, REQUESTS_PER_NETWORK } from "../sign-in/challenge.ts";
import { ChallengePurpose } from "../sign-in/sign-in-challenge.entity.ts";
import type { ErasureMail } from "./erasure.mails.ts";
import { refuseSoleOwner } from "./leave-all-groups.ts";

@InputType({ description: "Asking for the code that it takes to be erased." })
export class RequestErasureInput {
  @Field(() => String, { description: "The viewer's own address, typed once more: nobody is erased by a slip." })
  @IsEmailAddress()
  email: string;
}

export const RequestErasurePayload = payloadType("RequestErasure", {
  codeExpiresAt: {
    type: () => Date,
    description: "Until when the mailed code is good. Null when `errors` is not empty.",
  },
});

/**
 * Mails the code that `eraseMe` takes: whoever finds an open browser does not read the mail. Tells at once what stands in
 * the way.
 *
 * @throws INVALID for another address, CONFLICT for the one owner of a group that others are in; RATE_LIMITED per address
 *   and per network
 */
export async function requestErasure(ctx: Context, input: RequestErasureInput): Promise<{ codeExpiresAt: Date }> {
  const personId = signedIn(ctx);
  await valid(input);
  const { email } = await ctx.db.findOneByOrFail(Person, { id: personId });
  if (email === null || normaliseEmail(input.email) !== email) throw invalid("email", "This is not your address.");
  await refuseSoleOwner(ctx, personId);
  await spend(ctx, REQUESTS_PER_NETWORK, networkOf(ctx.address));
  await spend(ctx, REQUESTS_PER_ADDRESS, email);
  return inTransaction(ctx, async (ctx) => {
    const { id, code, expiresAt } = await openChallenge(ctx, ChallengePurpose.ERASE, email);
    const data: ErasureMail = { challengeId: id, code };
    await queueMail(ctx, { kind: "erase", to: email, key: id, data });
    return { codeExpiresAt: expiresAt };
  });
}
