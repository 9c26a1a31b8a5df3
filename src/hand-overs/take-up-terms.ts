import { IsNull } from "typeorm";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import type { Group } from "../groups/group.entity.ts";
import { isLiveStatus, Membership, MembershipRole } from "../groups/membership.entity.ts";
import { todayIn } from "../groups/today-in.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { revise } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import "./hand-over.events.ts";
import { announceRoleChange } from "../memberships/role-changes.ts";
import { RoleTerm, RoleTermRefusal } from "./role-term.entity.ts";

export interface TakingUp {
  /** Held by the caller. */
  readonly group: Group;
  readonly terms: readonly RoleTerm[];
  /** Live memberships of the group. */
  readonly members: readonly Membership[];
  /** Name of the act, for the audit log. */
  readonly action: string;
}

/** Live memberships of those named, and of the owners. The caller holds the group. */
export async function membersConcerned(
  ctx: Context,
  groupId: string,
  personIds: readonly string[],
): Promise<Membership[]> {
  const found = await ctx.db
    .createQueryBuilder(Membership, "m")
    .where("m.groupId = :groupId and (m.personId = any(:personIds) or m.role = 'OWNER')", { groupId, personIds })
    .orderBy("m.id")
    .getMany();
  return found.filter(({ status }) => isLiveStatus(status));
}

/** Which terms cannot be taken up as things stand, and why. */
export function refusalsOf(
  terms: readonly RoleTerm[],
  members: readonly Membership[],
): ReadonlyMap<RoleTerm, RoleTermRefusal> {
  const isMember = ({ personId }: RoleTerm) => members.some((member) => member.personId === personId);
  const possible = terms.filter(isMember);
  const refusals = new Map<RoleTerm, RoleTermRefusal>(
    terms.filter((term) => !isMember(term)).map((term) => [term, RoleTermRefusal.NO_MEMBER]),
  );
  const owners = members.filter(({ role }) => role === MembershipRole.OWNER);
  const stays = owners.some(({ personId }) => !possible.some((term) => term.personId === personId));
  if (stays || hasOwner(possible)) return refusals;
  // Nobody would be left: the owners stay what they are.
  const lowering = possible.filter(({ personId }) => owners.some((owner) => owner.personId === personId));
  for (const term of lowering) refusals.set(term, RoleTermRefusal.OWNER_MISSING);
  return refusals;
}

/**
 * Gives everybody named the role of their term, today. Titles move: whoever had one of them before has it no longer.
 * Where somebody becomes owner, all other owners become organisers, unless a term of theirs says what else.
 */
export async function takeUpTerms(ctx: Context, taking: TakingUp): Promise<void> {
  const { group, terms } = taking;
  const today = todayIn(ctx, group);
  await changeRoles(ctx, taking);
  const titles = terms.flatMap(({ title }) => (title === null ? [] : [title.toLowerCase()]));
  await ctx.db.query(
    `update role_terms t set ended_on = greatest(t.starts_on, $2::date)
      where t.group_id = $1 and t.taken_up_at is not null and t.ended_on is null
        and (lower(t.title) = any($3) or (t.title is null and t.person_id = any($4::uuid[])) or (t.role = 'OWNER' and $5)
             or exists (select from memberships m
                         where m.group_id = t.group_id and m.person_id = t.person_id and m.role <> t.role))`,
    [group.id, today, titles, terms.map(({ personId }) => personId), hasOwner(terms)],
  );
  for (const { id, endsOn } of terms) {
    // A day for the next hand-over that has passed meanwhile says nothing any more.
    const foreseen = { endsOn: endsOn !== null && endsOn > today ? endsOn : null };
    await ctx.db.update(RoleTerm, { id }, { startsOn: today, takenUpAt: ctx.clock.now(), ...foreseen });
  }
  await emit(ctx, { name: "group.handedOver", groupId: group.id });
}

const hasOwner = (terms: readonly RoleTerm[]): boolean => terms.some(({ role }) => role === MembershipRole.OWNER);

async function changeRoles(ctx: Context, { group, terms, members, action }: TakingUp): Promise<void> {
  const others = hasOwner(terms) ? MembershipRole.ORGANISER : MembershipRole.OWNER;
  for (const member of members) {
    const own = terms.filter(({ personId }) => personId === member.personId);
    const { id: membershipId, personId, role: before } = member;
    const role = own[0]?.role ?? (before === MembershipRole.OWNER ? others : before);
    const objects = own.map(({ id }) => globalId("rtm", id));
    if (role !== before) {
      await revise(ctx, member, { role, updatedAt: ctx.clock.now() });
      await announceRoleChange(ctx, { membershipId, groupId: group.id, personId });
      if (own.length === 0) objects.push(globalId("mem", membershipId));
    }
    for (const objectId of objects) {
      const line = { groupId: group.id, action, personId, objectId };
      await writeAuditEntry(ctx, { ...line, before: { role: before }, after: { role } });
    }
  }
}

/** What a hand-over planned and was not carried out comes to nothing: the latest word counts. */
export async function withdrawPlanned(ctx: Context, groupId: string): Promise<void> {
  await ctx.db.delete(RoleTerm, { groupId, takenUpAt: IsNull(), refusal: IsNull() });
}
