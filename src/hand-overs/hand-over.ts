import { ArrayMaxSize, IsOptional, ValidateNested } from "class-validator";
import { Temporal } from "temporal-polyfill";
import { Field, ID, InputType } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Group } from "../groups/group.entity.ts";
import { holdGroup, refuseArchived } from "../groups/hold-group.ts";
import { MembershipRole } from "../groups/membership.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import { todayIn } from "../groups/today-in.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden, invalid } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { globalId, newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { isLine, tidyLine } from "../platform/plain-text.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";
import { valid } from "../platform/valid.ts";
import { ROLE_TITLE_LENGTH_MAX, RoleTerm, RoleTermRefusal } from "./role-term.entity.ts";
import { mayHandOver } from "./role-term.policy.ts";
import { membersConcerned, refusalsOf, takeUpTerms, withdrawPlanned } from "./take-up-terms.ts";

/** Most assignments of one hand-over. */
export const ASSIGNMENTS_MAX = 50;
/** How far ahead a hand-over may be planned, in days. */
export const HAND_OVER_AHEAD_DAYS_MAX = 731;
/** Longest time until the next hand-over that can be foreseen, in days: ten years. */
export const ROLE_TERM_DAYS_MAX = 3653;

@InputType({ description: "One role that is handed to somebody." })
export class RoleAssignmentInput {
  @Field(() => ID, { description: "Who is to have it: a member of the group." })
  personId: string;

  @Field(() => MembershipRole, { description: "What it is to permit. `MEMBER` is how a role is laid down." })
  role: MembershipRole;

  @Field(() => String, {
    nullable: true,
    description:
      "What the group calls it, such as “treasurer”: 1 to 60 characters. Who had this title before loses it.",
  })
  title?: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      "Day on which the next hand-over is foreseen; at most ten years after the role begins. Nothing ends by itself.",
  })
  endsOn?: string | null;
}

@InputType({ description: "Roles of a group that change hands together." })
export class HandOverInput {
  @Field(() => ID, { description: "The group." })
  groupId: string;

  @Field(() => [RoleAssignmentInput], {
    description:
      "Who is to have which role, at most 50; at most one owner. Empty only takes back what was planned before.",
  })
  @ArrayMaxSize(ASSIGNMENTS_MAX)
  @ValidateNested({ each: true })
  assignments: RoleAssignmentInput[];

  @Field(() => LocalDate, {
    nullable: true,
    description:
      "When, by the calendar of the group's time zone: today, which is also what null means, or a day to come, at most two years ahead.",
  })
  @IsOptional()
  effectiveOn?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

export const HandOverPayload = payloadType("HandOver", { group: () => Group });

/**
 * Hands roles over, with titles and terms, all of them or none. For owners. Where an assignment makes an owner, the
 * group has that one alone: former owners become organisers, unless they are assigned something else. Titles move:
 * whoever had one of them loses it. A day to come is kept and carried out on it (`carry-out-hand-overs.ts`); a group
 * has one such plan at most, and each hand-over takes the place of the one before. What is the group's stays the
 * group's: nothing hangs on the person who had the role.
 *
 * @throws NOT_FOUND, FORBIDDEN, INVALID for days and assignments that go against each other, CONFLICT for who is no
 *   member, and where the group would be left without an owner
 */
export function handOver(ctx: Context, input: HandOverInput): Promise<Group> {
  const viewerId = signedIn(ctx);
  return once(ctx, "handOver", input, Group, async (ctx) => {
    await valid(input);
    const group = await holdGroup(ctx, (await visible(ctx, Group, input.groupId, "groupId")).id);
    if (!mayHandOver(await standingIn(ctx, group.id))) throw forbidden("hand roles of this group over");
    refuseArchived(group, "groupId");
    const today = todayIn(ctx, group);
    const startsOn = input.effectiveOn ?? today;
    refuseDay(startsOn, today);
    const terms: RoleTerm[] = [];
    for (const [index, assignment] of input.assignments.entries()) {
      const person = await visible(ctx, Person, assignment.personId, at(index, "personId"));
      const { role, endsOn = null } = assignment;
      refuseEnd(endsOn, startsOn, index);
      const title = titleOf(assignment, index);
      const given = { id: newId(), groupId: group.id, personId: person.id, role, title, startsOn, endsOn };
      const kept = { endedOn: null, givenById: viewerId, givenAt: ctx.clock.now(), takenUpAt: null, refusal: null };
      terms.push(ctx.db.create(RoleTerm, { ...given, ...kept }));
    }
    refuseContradictions(terms);

    await withdrawPlanned(ctx, group.id);
    if (terms.length === 0) return group;
    await ctx.db.insert(RoleTerm, terms);
    const members = await membersConcerned(
      ctx,
      group.id,
      terms.map(({ personId }) => personId),
    );
    for (const [term, refusal] of refusalsOf(terms, members)) throw refused(refusal, terms.indexOf(term));
    if (startsOn === today) await takeUpTerms(ctx, { group, terms, members, action: "handOver" });
    else await logPlan(ctx, terms);
    return group;
  });
}

const at = (index: number, field: string): string[] => ["assignments", String(index), field];

const refused = (refusal: RoleTermRefusal, index: number) =>
  refusal === RoleTermRefusal.NO_MEMBER
    ? conflict(at(index, "personId"), "This person is no member.")
    : conflict(at(index, "role"), "A group keeps an owner: say who is the next.");

function refuseDay(startsOn: string, today: string): void {
  const ahead = daysBetween(today, startsOn);
  if (ahead < 0) throw invalid("effectiveOn", "From today on.");
  if (ahead > HAND_OVER_AHEAD_DAYS_MAX) throw invalid("effectiveOn", "At most two years ahead.");
}

function refuseEnd(endsOn: string | null, startsOn: string, index: number): void {
  if (endsOn === null) return;
  const days = daysBetween(startsOn, endsOn);
  if (days < 1) throw invalid(at(index, "endsOn"), "After the day on which it begins.");
  if (days > ROLE_TERM_DAYS_MAX) throw invalid(at(index, "endsOn"), "At most ten years after it begins.");
}

const daysBetween = (from: string, until: string): number =>
  Temporal.PlainDate.from(from).until(until, { largestUnit: "day" }).days;

function titleOf({ title }: RoleAssignmentInput, index: number): string | null {
  if (title === undefined || title === null) return null;
  if (isLine(title, ROLE_TITLE_LENGTH_MAX)) return tidyLine(title);
  throw invalid(at(index, "title"), `One line of 1 to ${ROLE_TITLE_LENGTH_MAX} characters.`);
}

/** @throws INVALID for two owners, two roles of one person, and the same title of one person twice */
function refuseContradictions(terms: readonly RoleTerm[]): void {
  for (const [index, term] of terms.entries()) {
    const before = terms.slice(0, index);
    const others = before.filter(({ personId }) => personId === term.personId);
    if (others.some(({ role }) => role !== term.role)) throw invalid(at(index, "role"), "One role for each person.");
    if (others.some(({ title }) => named(title) === named(term.title))) {
      throw invalid(at(index, "title"), "Nobody can have the same title twice.");
    }
    // Two terms of one owner would overlap as much as those of two.
    if (term.role === MembershipRole.OWNER && before.some(({ role }) => role === MembershipRole.OWNER)) {
      throw invalid(at(index, "role"), "A group has one owner, with one title.");
    }
  }
}

const named = (title: string | null): string => title?.toLowerCase() ?? "";

async function logPlan(ctx: Context, terms: readonly RoleTerm[]): Promise<void> {
  for (const { id, groupId, personId, role, startsOn } of terms) {
    const objectId = globalId("rtm", id);
    await writeAuditEntry(ctx, { groupId, action: "handOver", personId, objectId, after: { planned: role, startsOn } });
  }
}
