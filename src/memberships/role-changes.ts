/** What follows at once, in the same transaction, when a membership has got another role. */
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";

interface RoleChange {
  readonly membershipId: string;
  readonly groupId: string;
  readonly personId: string;
}
type Consequence = (ctx: Context, change: RoleChange) => Promise<unknown>;

const consequences: Consequence[] = [];

/** Rooms above say what must follow at once. Whatever may follow later reacts to `membership.roleChanged` instead. */
export function whenRoleChanges(consequence: Consequence): void {
  consequences.push(consequence);
}

/** Announces a role that the membership has got in this transaction, and has done what follows at once. */
export async function announceRoleChange(ctx: Context, change: RoleChange): Promise<void> {
  for (const follow of consequences) await follow(ctx, change);
  await emit(ctx, { name: "membership.roleChanged", ...change });
}
