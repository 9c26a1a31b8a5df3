import { ArrayMaxSize, ArrayMinSize } from "class-validator";
import { Field, InputType, Int } from "type-graphql";
import { holdPeople } from "../people/hold-people.ts";
import type { Context } from "../platform/context.ts";
import { limitReached } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { EmailAddress } from "../platform/scalars/email-address.ts";
import { mac } from "../platform/secrets.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import "./connection.events.ts";

/** Addresses of one call. */
const CONTACTS_PER_CALL_MAX = 500;
/** Addresses of one person that wait for the other side: more than an address book of many years. */
const CONTACTS_MAX = 5_000;
/** Trying out addresses finds nobody who has not imported the viewer's; it shall not be quick all the same. */
const IMPORTS: Quota = { name: "imports of contacts", most: 20, windowSeconds: 86_400 };

@InputType({ description: "Addresses out of the viewer's own address book." })
export class ImportContactsInput {
  @ArrayMinSize(1)
  @ArrayMaxSize(CONTACTS_PER_CALL_MAX)
  @Field(() => [EmailAddress], { description: "1 to 500. They are kept as keyed hashes alone, for 90 days." })
  emails: string[];
}

export const ImportContactsPayload = payloadType("ImportContacts", {
  waitingCount: {
    type: () => Int,
    description:
      "How many addresses of the viewer's wait for the other side, whoever they belong to. Null when `errors` is not empty.",
  },
});

export const hashOfContact = (ctx: Pick<Context, "secretKey">, email: string): Buffer =>
  mac(ctx.secretKey, "address of a contact", email);

/**
 * Says that the viewer would like to be connected with those in their own address book. Whoever is a member of a group
 * together with the viewer, and has imported the viewer's address as well, is connected with them some seconds later;
 * nobody else learns anything, and whether an address is known here is told by nothing. Sending the same again changes
 * nothing, but for the 90 days that begin anew.
 *
 * @throws INVALID, LIMIT_REACHED above 5,000 addresses, RATE_LIMITED above 20 calls a day
 */
export async function importContacts(ctx: Context, input: ImportContactsInput): Promise<number> {
  const ownerId = signedIn(ctx);
  await valid(input);
  await spend(ctx, IMPORTS, ownerId);
  return inTransaction(ctx, async (ctx) => {
    await holdPeople(ctx, [ownerId]);
    const hashes = [...new Set(input.emails)].map((email) => hashOfContact(ctx, email));
    await ctx.db.query(
      `insert into contact_wishes (owner_id, address_hash, wished_at) select $1, h, $3 from unnest($2::bytea[]) h order by h
       on conflict (owner_id, address_hash) do update set wished_at = excluded.wished_at`,
      [ownerId, hashes, ctx.clock.now()],
    );
    const [{ waiting }]: [{ waiting: number }] = await ctx.db.query(
      "select count(*)::integer as waiting from contact_wishes where owner_id = $1",
      [ownerId],
    );
    if (waiting > CONTACTS_MAX) throw limitReached("emails", `At most ${CONTACTS_MAX} addresses at a time.`);
    await emit(ctx, { name: "contacts.imported", personId: ownerId });
    return waiting;
  });
}
