import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { Group } from "./group.entity.ts";

/**
 * Locks a group until the end of the transaction, and gives it as it is now. Everything that changes who belongs to
 * a group begins with this, before any other lock: so acts on one group's members come one after the other, and
 * two owners who leave at once are seen. Others may still refer to the group meanwhile.
 */
export async function holdGroup(ctx: Context, groupId: string): Promise<Group> {
  await ctx.db.query("select 1 from groups where id = $1 for no key update", [groupId]);
  return ctx.db.findOneByOrFail(Group, { id: groupId });
}

/** @throws CONFLICT for an archived group: it can be read and left, and nothing else */
export function refuseArchived(group: Group, field: string | readonly string[]): void {
  if (group.archivedAt) throw conflict(field, "This group is archived.", { entity: Group, id: group.id });
}
