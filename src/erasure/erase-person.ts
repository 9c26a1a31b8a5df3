import { hashOfContact } from "../connections/import-contacts.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { inTransaction } from "../platform/transaction.ts";
import "./erasure.events.ts";
import { forgetTopics, topicsOf } from "./forget-topics.ts";
import { leaveAllGroups, refuseSoleOwner } from "./leave-all-groups.ts";
import { peopleToErase } from "./people-to-erase.ts";
import { carryOutRulings, type Erased } from "./rulings.ts";

/**
 * Erases somebody: all or nothing, at once. What is left of them is a row without a name, which holds their place in
 * the books of others, so that no number changes. Erasing them again changes nothing.
 *
 * @throws CONFLICT for the one owner of a group that others are in
 */
export function erasePerson(ctx: Context, personId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const [person]: { is_erased: boolean }[] = await ctx.db.query(
      "select erased_at is not null as is_erased from people where id = $1 for no key update",
      [personId],
    );
    if (!person || person.is_erased) return;
    const erased = await peopleToErase(ctx, personId);
    await refuseSoleOwner(ctx, personId);
    for (const id of erased.ids) await leaveAllGroups(ctx, id);
    await erase(ctx, erased);
    for (const id of erased.ids) await emit(ctx, { name: "person.erased", personId: id });
  });
}

/** Erases what is kept of an address that is nobody's: of who was invited, introduced or referred and never came. */
export function eraseAddress(ctx: Context, address: string): Promise<void> {
  return inTransaction(ctx, (ctx) => erase(ctx, { ids: [], addresses: [address] }));
}

async function erase(ctx: Context, erased: Erased): Promise<void> {
  const topicIds = await topicsOf(ctx, erased.ids);
  await carryOutRulings(ctx, erased);
  await forgetWishes(ctx, erased.addresses);
  await forgetTopics(ctx, topicIds);
}

/** In the books of others stands a keyed hash of an address, which nobody but the service can work out. */
async function forgetWishes(ctx: Context, addresses: readonly string[]): Promise<void> {
  const hashes = addresses.map((address) => hashOfContact(ctx, address));
  await ctx.db.query("delete from contact_wishes where address_hash = any($1::bytea[])", [hashes]);
}
