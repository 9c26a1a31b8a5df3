import type { Context } from "../platform/context.ts";
import type { Standing } from "./group.policy.ts";
import { LIVE_STATUSES, type MembershipRole, type MembershipStatus } from "./membership.entity.ts";

interface Row {
  id: string | null;
  role: MembershipRole | null;
  status: MembershipStatus | null;
  banned: boolean;
}

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
  const [row] = await ctx.db.query<[Row]>(
    `select m.id, m.role, m.status, exists (
       select from bans b where b.group_id = $1 and b.person_id = $2 and b.lifted_at is null
     ) as banned
     from (values (1)) one left join memberships m on m.group_id = $1 and m.person_id = $2`,
    [groupId, personId],
  );
  if (row.id === null && !row.banned) return null;
  const live = (LIVE_STATUSES as readonly (string | null)[]).includes(row.status);
  return {
    personId,
    membershipId: row.id,
    status: row.status,
    role: live ? row.role : null,
    live,
    banned: row.banned,
  };
}
