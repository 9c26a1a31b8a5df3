import { askWithin, type KeptStatement } from "../platform/ask.ts";
import type { Context } from "../platform/context.ts";
import type { Standing } from "./group.policy.ts";
import { isLiveStatus, type MembershipRole, type MembershipStatus } from "./membership.entity.ts";

type Row = [id: string | null, role: MembershipRole | null, status: MembershipStatus | null, banned: boolean];

const STANDING: KeptStatement = {
  name: "standing_in_group",
  text: `select m.id, m.role, m.status, exists (
           select from bans b where b.group_id = $1 and b.person_id = $2 and b.lifted_at is null
         ) as banned
         from (values (1)) one left join memberships m on m.group_id = $1 and m.person_id = $2`,
};

/**
 * What a person (left out: the viewer) is in a group now, for acts: ask it inside the transaction, of the
 * group of the *loaded* row, never of a group named beside it. Null for who has neither membership nor ban.
 */
export async function standingIn(
  ctx: Context,
  groupId: string,
  personId: string | null = ctx.viewerId,
): Promise<Standing | null> {
  if (personId === null) return null;
  const [row] = await askWithin<Row>(ctx.db, STANDING, [groupId, personId]);
  const [membershipId, role, status, banned] = row as Row;
  if (membershipId === null && !banned) return null;
  const live = isLiveStatus(status);
  return { personId, membershipId, status, role: live ? role : null, live, banned };
}
