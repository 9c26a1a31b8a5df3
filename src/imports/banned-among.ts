import { In, IsNull } from "typeorm";
import { Ban } from "../groups/ban.entity.ts";
import type { Context } from "../platform/context.ts";

/** Those of these people whom the group has banned. */
export async function bannedAmong(
  ctx: Context,
  groupId: string,
  personIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const bans = await ctx.db.findBy(Ban, { groupId, personId: In(personIds), liftedAt: IsNull() });
  return new Set(bans.map(({ personId }) => personId));
}
