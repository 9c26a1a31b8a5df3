import { askWithin, type KeptStatement, type Question } from "../platform/ask.ts";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
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
  refuseUnchosen(ctx, groupId);
  if (personId === null) return null;
  const { statement, values } = standingQuestion(groupId, personId);
  return standingOf(personId, await askWithin<Row>(ctx.db, statement, values));
}

/** What `standingIn` asks of the database, for acts that ask it together with more; `standingOf` reads the answer. */
export const standingQuestion = (groupId: string, personId: string): Question => ({
  statement: STANDING,
  values: [groupId, personId],
});

export function standingOf(personId: string, rows: readonly unknown[][]): Standing | null {
  const [membershipId, role, status, banned] = rows[0] as Row;
  if (membershipId === null && !banned) return null;
  const live = isLiveStatus(status);
  return { personId, membershipId, status, role: live ? role : null, live, banned };
}

/**
 * An app does nothing in groups that its member did not choose for it, also not what anybody may.
 *
 * @throws FORBIDDEN
 */
export function refuseUnchosen({ principal }: Context, groupId: string): void {
  if (principal.kind === "app" && principal.groupIds?.includes(groupId) === false)
    throw forbidden("act by this app in groups that were not chosen for it");
}
