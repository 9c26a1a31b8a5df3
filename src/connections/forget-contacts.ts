import { Field, InputType, Int } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { signedIn } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { EmailAddress } from "../platform/scalars/email-address.ts";
import { ContactWish } from "./contact-wish.entity.ts";
import { hashOfContact } from "./import-contacts.ts";

@InputType({ description: "Input of `forgetContacts`." })
export class ForgetContactsInput {
  @Field(() => EmailAddress, { nullable: true, description: "One address; left out, all that were imported." })
  email?: string | null;
}

export const ForgetContactsPayload = payloadType("ForgetContacts", {
  waitingCount: {
    type: () => Int,
    description: "How many addresses of the viewer's still wait. Null when `errors` is not empty.",
  },
});

/** Takes back that the viewer would like to be connected with whom they imported. Connections that began stay. */
export async function forgetContacts(ctx: Context, { email }: ForgetContactsInput): Promise<number> {
  const ownerId = signedIn(ctx);
  await ctx.db.delete(ContactWish, { ownerId, ...(email ? { addressHash: hashOfContact(ctx, email) } : {}) });
  return ctx.db.countBy(ContactWish, { ownerId });
}
