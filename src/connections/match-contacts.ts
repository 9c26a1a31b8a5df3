import { LIVE_STATUSES } from "../groups/membership.entity.ts";
import type { Context } from "../platform/context.ts";
import { inTransaction } from "../platform/transaction.ts";
import { beginConnection } from "./begin-connection.ts";
import { ConnectionOrigin } from "./connection.entity.ts";
import { hashOfContact } from "./import-contacts.ts";

interface Match {
  readonly id: string;
  readonly email: string;
}

/** Who imported this address, proved their own, and is a member of a group together with the one whose it is. */
const WHO_WISH = `
  select p.id, p.email from contact_wishes w join people p on p.id = w.owner_id
   where w.address_hash = $2 and p.id <> $1 and p.email_verified_at is not null
     and exists (select from memberships a join memberships b using (group_id)
                  where a.person_id = $1 and b.person_id = p.id and a.status = any($3) and b.status = any($3))
   order by p.id`;

/**
 * Connects somebody with each whom they imported, and who imported them. The wishes of both are used up by it: a
 * connection that ended does not come back by itself. Across a block nothing begins.
 */
export async function matchContacts(ctx: Context, personId: string): Promise<void> {
  const [person]: { email: string }[] = await ctx.db.query(
    "select email from people where id = $1 and email_verified_at is not null",
    [personId],
  );
  if (!person) return;
  const own = hashOfContact(ctx, person.email);
  const matches = await ctx.db.query<Match[]>(WHO_WISH, [personId, own, LIVE_STATUSES]);
  for (const match of matches) await connectIfBothWish(ctx, { personId, own }, match);
}

/** One at a time, so that no more than two people are held at once. */
function connectIfBothWish(
  ctx: Context,
  { personId, own }: { readonly personId: string; readonly own: Buffer },
  { id, email }: Match,
): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const [, used]: [unknown, number] = await ctx.db.query(
      `delete from contact_wishes w using (
         select owner_id, address_hash from contact_wishes
          where (owner_id, address_hash) in (($1, $2), ($3, $4)) order by owner_id for update) both_of_them
        where w.owner_id = both_of_them.owner_id and w.address_hash = both_of_them.address_hash
          and (select count(*) from contact_wishes where (owner_id, address_hash) in (($1, $2), ($3, $4))) = 2`,
      [personId, hashOfContact(ctx, email), id, own],
    );
    if (used === 2) await beginConnection(ctx, { personAId: personId, personBId: id, origin: ConnectionOrigin.IMPORT });
  });
}
