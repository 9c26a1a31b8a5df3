import { Field, ID, InputType } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Ban } from "../groups/ban.entity.ts";
import { holdGroup } from "../groups/hold-group.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { mayLiftBan } from "./membership.policy.ts";

@InputType({ description: "The end of a ban." })
export class LiftBanInput {
  @Field(() => ID, { description: "The ban." })
  banId: string;
}

export const LiftBanPayload = payloadType("LiftBan", { ban: () => Ban });

/**
 * Lets a banned person join, ask or be invited again; it makes them no member. For organisers and owners. Lifting
 * twice changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN
 */
export async function liftBan(ctx: Context, input: LiftBanInput): Promise<Ban> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const seen = await visible(ctx, Ban, input.banId, "banId");
    await holdGroup(ctx, seen.groupId);
    if (!mayLiftBan(await standingIn(ctx, seen.groupId))) throw forbidden("lift this ban");
    const ban = await ctx.db.findOneByOrFail(Ban, { id: seen.id });
    if (ban.liftedAt) return ban;

    ban.liftedAt = ctx.clock.now();
    await ctx.db.save(ban);
    await writeAuditEntry(ctx, {
      groupId: ban.groupId,
      action: "liftBan",
      personId: ban.personId,
      objectId: globalId("ban", ban.id),
      before: { banned: true },
      after: { banned: false },
    });
    await emit(ctx, { name: "person.banLifted", banId: ban.id, groupId: ban.groupId, personId: ban.personId });
    return ban;
  });
}
