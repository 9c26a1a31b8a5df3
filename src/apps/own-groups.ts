import { LIVE_STATUSES } from "../groups/membership.entity.ts";
import type { Context } from "../platform/context.ts";
import { signedIn } from "../platform/find.ts";

/** Most groups that a member can choose for one app. */
export const CHOSEN_GROUPS_MAX = 200;

/** A group that the viewer can let an app see. */
export interface OwnGroup {
  readonly id: string;
  readonly name: string;
}

/** The groups that the viewer is a live member of, by name; of some, only those among `ids`. */
export function ownGroups(ctx: Context, ids: readonly string[] | null = null): Promise<OwnGroup[]> {
  return ctx.db.query(
    `select g.id, g.name from groups g join memberships m on m.group_id = g.id
      where m.person_id = $1 and m.status = any($2) and g.archived_at is null and ($3::uuid[] is null or g.id = any($3))
      order by lower(g.name), g.id limit ${CHOSEN_GROUPS_MAX}`,
    [signedIn(ctx), LIVE_STATUSES, ids],
  );
}
