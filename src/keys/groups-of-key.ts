import type { Standing } from "../groups/group.policy.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";

/** Primary keys of the groups that a key covers, in the order in which they are held. */
export async function groupsOfKey(ctx: Context, keyId: string): Promise<string[]> {
  const rows = await ctx.db.query<{ group_id: string }[]>(
    "select group_id from api_key_groups where key_id = $1 order by group_id",
    [keyId],
  );
  return rows.map((row) => row.group_id);
}

/** What the viewer is in each of these groups, now. */
export async function standingsIn(ctx: Context, groupIds: readonly string[]): Promise<(Standing | null)[]> {
  const standings: (Standing | null)[] = [];
  for (const groupId of groupIds) standings.push(await standingIn(ctx, groupId));
  return standings;
}
