import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { PASSKEY_NAME_LENGTH_MAX, Passkey } from "./passkey.entity.ts";

@InputType({ description: "Input of `renamePasskey`." })
export class RenamePasskeyInput {
  @Field(() => ID, { description: "One of the viewer's own passkeys." })
  passkeyId: string;

  @Field(() => String, { description: "What to call it: one line of 1 to 80 characters." })
  @IsLine(PASSKEY_NAME_LENGTH_MAX)
  name: string;
}

export const RenamePasskeyPayload = payloadType("RenamePasskey", { passkey: () => Passkey });

/**
 * Calls a passkey otherwise; what it is does not change.
 *
 * @throws NOT_FOUND for passkeys of others
 */
export async function renamePasskey(ctx: Context, input: RenamePasskeyInput): Promise<Passkey> {
  signedIn(ctx);
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const passkey = await visible(ctx, Passkey, input.passkeyId, "passkeyId", { lock: true });
    passkey.name = tidyLine(input.name);
    await ctx.db.update(Passkey, { id: passkey.id }, { name: passkey.name });
    return passkey;
  });
}
