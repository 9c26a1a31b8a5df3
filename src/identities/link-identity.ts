import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { inTransaction } from "../platform/transaction.ts";
import { Identity } from "./identity.entity.ts";
import type { Vouched } from "./trusted-issuers.ts";

/**
 * Lets in as this person whom the issuer calls so. For the operator. Again it changes nothing, but for ending a suspension.
 *
 * @throws CONFLICT for an identity that is somebody else's
 */
export function linkIdentity(ctx: Context, { issuer, subject }: Vouched, personId: string): Promise<Identity> {
  return inTransaction(ctx, async (ctx) => {
    await ctx.db.query(
      `insert into identities (id, issuer, subject, person_id, linked_at) values ($1, $2, $3, $4, $5)
       on conflict (issuer, subject) do update set suspended_at = null where identities.person_id = excluded.person_id`,
      [newId(), issuer, subject, personId, ctx.clock.now()],
    );
    const identity = await ctx.db.findOneByOrFail(Identity, { issuer, subject });
    if (identity.personId !== personId) throw conflict(null, "This identity is somebody else's.");
    return identity;
  });
}
