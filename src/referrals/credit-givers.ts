import type { Context } from "../platform/context.ts";
import type { ClosedBusiness } from "./closed-business.entity.ts";

/** How many givers of one chain are credited, the nearest ones: further away nobody remembers who began it. */
const CREDITED_GIVERS_MAX = 5;

/**
 * Credits a report to the giver of its referral, to the giver of the one that it came from, and so on. Each is credited
 * once, where they stand nearest; nobody is credited with what they report themself.
 */
export async function creditGivers(ctx: Context, { id, referralId }: ClosedBusiness): Promise<void> {
  await ctx.db.query(
    `with recursive chain (giver_id, from_referral_id, receiver_id, place) as (
       select r.giver_id, r.from_referral_id, r.receiver_id, 1 from referrals r where r.id = $2
       union all
       select r.giver_id, r.from_referral_id, c.receiver_id, c.place + 1
         from chain c join referrals r on r.id = c.from_referral_id where c.place < ${CREDITED_GIVERS_MAX}
     ) insert into closed_business_credits (closed_business_id, person_id, place)
       select $1, giver_id, min(place) from chain where giver_id <> receiver_id group by giver_id`,
    [id, referralId],
  );
}
