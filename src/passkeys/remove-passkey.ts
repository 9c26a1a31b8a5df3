import { Field, ID, InputType } from "type-graphql";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { Passkey } from "./passkey.entity.ts";
import "./passkey.events.ts";
import { tellOfPasskey } from "./passkey.mails.ts";

@InputType({ description: "Input of `removePasskey`." })
export class RemovePasskeyInput {
  @Field(() => ID, { description: "One of the viewer's own passkeys." })
  passkeyId: string;
}

export const RemovePasskeyPayload = payloadType("RemovePasskey", {
  passkeyId: { type: () => ID, description: "What is no more. Null when `errors` is not empty." },
});

/**
 * Takes a passkey away, perhaps of a lost telephone: it signs in no more. Sessions that it began go on; `endSession` ends
 * those. Never the last way in: who has a proved address always has another.
 *
 * @throws NOT_FOUND for passkeys of others, CONFLICT for the last one of somebody without a proved address
 */
export function removePasskey(ctx: Context, input: RemovePasskeyInput): Promise<{ passkeyId: string }> {
  const personId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    // Two who remove the last two at once come one after the other.
    const person = await ctx.db.findOneOrFail(Person, { where: { id: personId }, lock: { mode: "pessimistic_write" } });
    const passkey = await visible(ctx, Passkey, input.passkeyId, "passkeyId", { lock: true });
    const isByMail = person.email !== null && person.emailVerifiedAt !== null;
    if (!isByMail && (await ctx.db.countBy(Passkey, { personId })) === 1)
      throw conflict("passkeyId", "This is the only way in. Add another passkey before.");
    const { id } = passkey;
    await ctx.db.delete(Passkey, { id });
    await tellOfPasskey(ctx, "passkey-removed", { ...passkey, id });
    await emit(ctx, { name: "passkey.removed", passkeyId: id, personId });
    return { passkeyId: globalId("pky", id) };
  });
}
