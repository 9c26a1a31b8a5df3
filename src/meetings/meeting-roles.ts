/** Hosts and speakers of a meeting, set as one list. */

import { Field, ID, InputType } from "type-graphql";
import type { AuditedState } from "../audit/audit-entry.entity.ts";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { invalid, notFound } from "../platform/errors.ts";
import { visible } from "../platform/find.ts";
import { globalId, newId } from "../platform/ids.ts";
import type { Meeting } from "./meeting.entity.ts";
import { MeetingRole, MeetingRoleKind } from "./meeting-role.entity.ts";

/** Most hosts and speakers of one meeting together. */
export const MEETING_ROLES_MAX = 20;

@InputType({ description: "A host or speaker of a meeting." })
export class MeetingRoleInput {
  @Field(() => ID, { description: "A member of the group, or somebody whom it knows as a visitor." })
  personId: string;

  @Field(() => MeetingRoleKind, { description: "What the person does." })
  role: MeetingRoleKind;

  @Field(() => Boolean, {
    defaultValue: true,
    description: "Whether the person, when going, takes one of the meeting's seats.",
  })
  takesSeat: boolean;
}

/**
 * Replaces the hosts and speakers of a meeting, in the order given. Only people whom the group knows: a
 * name on a public page is not for any organiser to borrow. Each other person named, or no longer, is a line in the
 * audit log under the name of the act.
 *
 * @returns whether anything is different now
 * @throws NOT_FOUND for who is unknown to the group, INVALID for the same role twice
 */
export async function setMeetingRoles(
  ctx: Context,
  meeting: Meeting,
  roles: readonly MeetingRoleInput[],
  act: "scheduleMeeting" | "updateMeeting",
): Promise<boolean> {
  const wanted: MeetingRole[] = [];
  for (const [index, { personId, role, takesSeat }] of roles.entries()) {
    const person = await visible(ctx, Person, personId, ["roles", String(index), "personId"]);
    if (!(await isKnown(ctx, meeting.groupId, person.id))) {
      throw notFound(["roles", String(index), "personId"], "No such person in this group.");
    }
    if (wanted.some((other) => other.personId === person.id && other.role === role)) {
      throw invalid(["roles", String(index)], "Nobody can have the same role twice.");
    }
    const row = { id: newId(), meetingId: meeting.id, personId: person.id, role, takesSeat, position: index };
    wanted.push(ctx.db.create(MeetingRole, row));
  }
  const present = await ctx.db.find(MeetingRole, { where: { meetingId: meeting.id }, order: { position: "ASC" } });
  if (fingerprint(present) === fingerprint(wanted)) return false;

  await ctx.db.delete(MeetingRole, { meetingId: meeting.id });
  await ctx.db.insert(MeetingRole, wanted);
  await logRoles(ctx, meeting, act, present, wanted);
  return true;
}

/** One line a person and role. The order alone is nothing that is done to anybody. */
async function logRoles(
  ctx: Context,
  meeting: Meeting,
  act: string,
  before: readonly MeetingRole[],
  after: readonly MeetingRole[],
): Promise<void> {
  const isSame = (one: MeetingRole) => (other: MeetingRole) =>
    one.personId === other.personId && one.role === other.role;
  const changes = [
    ...before
      .filter((was) => !after.some(isSame(was)))
      .map((was) => ({ ...was, before: loggedRole(was), after: loggedRole() })),
    ...after.map((is) => ({ ...is, before: loggedRole(before.find(isSame(is))), after: loggedRole(is) })),
  ].filter((each) => each.personId !== ctx.viewerId && each.before["takesSeat"] !== each.after["takesSeat"]);
  const line = { groupId: meeting.groupId, action: act, objectId: globalId("mtg", meeting.id) };
  for (const { personId, before, after } of changes) await writeAuditEntry(ctx, { ...line, personId, before, after });
}

const loggedRole = (named?: MeetingRole): AuditedState =>
  named ? { role: named.role, takesSeat: named.takesSeat } : {};

const fingerprint = (roles: readonly MeetingRole[]): string =>
  JSON.stringify(roles.map(({ personId, role, takesSeat }) => [personId, role, takesSeat]));

async function isKnown(ctx: Context, groupId: string, personId: string): Promise<boolean> {
  const [row] = await ctx.db.query<[{ known: boolean }]>(
    `select exists (select from memberships where group_id = $1 and person_id = $2 and status in ('TRIAL', 'ACTIVE', 'GRACE'))
         or exists (select from visitors where group_id = $1 and person_id = $2 and known_as is null) as known`,
    [groupId, personId],
  );
  return row.known;
}
