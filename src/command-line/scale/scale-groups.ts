/** Groups of a made-up world with all that belongs to them, a few groups at a time. */
import { Attendance } from "../../attendance/attendance.entity.ts";
import { Mark } from "../../attendance/mark.entity.ts";
import { RollState } from "../../attendance/roll.entity.ts";
import { AttendeeListAudience, ExpectedRule, Group, GroupVisibility, JoinMode } from "../../groups/group.entity.ts";
import { GroupSlug } from "../../groups/group-slug.entity.ts";
import { GroupTopic } from "../../groups/group-topic.entity.ts";
import { Membership, MembershipRole, MembershipStatus } from "../../groups/membership.entity.ts";
import { MembershipPeriod } from "../../groups/membership-period.entity.ts";
import { Meeting } from "../../meetings/meeting.entity.ts";
import { MeetingRole } from "../../meetings/meeting-role.entity.ts";
import { MeetingSeats } from "../../meetings/meeting-seats.entity.ts";
import type { Context } from "../../platform/context.ts";
import { copyRows } from "../../platform/copy-rows.ts";
import type { Class } from "../../platform/reads/reads.ts";
import { Rsvp } from "../../rsvps/rsvp.entity.ts";
import { scaleMeetings } from "./scale-meetings.ts";
import { chance, MEMBERS_MAX, membersOf, pick, SCALE_TOPICS, type ScalePlan, scaleId } from "./scale-plan.ts";

const DAY_MS = 86_400_000;
const WORDS =
  "Anchor Bridge Cedar Delta Ember Fern Garnet Harvest Iris Juniper Kestrel Linden Maple Nectar Orchard Pebble".split(
    " ",
  );
const KINDS = ["Breakfast", "Circle", "Founders", "Meetup", "Guild", "Forum"] as const;
const ZONES = ["Europe/London", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Sydney"] as const;

/** Each table after those that it refers to. */
const IN_ORDER: readonly Class[] = [
  Group,
  GroupSlug,
  GroupTopic,
  Membership,
  MembershipPeriod,
  Meeting,
  MeetingSeats,
  MeetingRole,
  Rsvp,
  RollState,
  Mark,
  Attendance,
];

/** Rows of several tables that grow together. */
export class Sheaf {
  private readonly rows = new Map<Class, object[]>(IN_ORDER.map((entity) => [entity, []]));

  add<E extends object>(entity: Class<E>, row: Partial<E>): void {
    this.rows.get(entity)?.push(row);
  }

  /** Writes them all; how many rows of each table. */
  async write(ctx: Context): Promise<Map<string, number>> {
    const written = new Map<string, number>();
    for (const [entity, rows] of this.rows) {
      await copyRows(ctx.db, entity, rows);
      written.set(ctx.db.dataSource.getMetadata(entity).tableName, rows.length);
    }
    return written;
  }
}

/** One group with its members and meetings. */
export function scaleGroup(plan: ScalePlan, sheaf: Sheaf, number: number): void {
  const random = chance(plan.seed * 7_919 + number);
  const since = new Date(plan.today.getTime() - 730 * DAY_MS);
  const id = scaleId(plan, "group", number);
  const slug = `scale-${plan.seed}-group-${number}`;
  const timeZone = pick(random, ZONES);
  sheaf.add(Group, {
    id,
    slug,
    name: `${pick(random, WORDS)} ${pick(random, WORDS)} ${pick(random, KINDS)}`,
    description: "Made up by `wellmet seed scale`.",
    timeZone,
    languages: ["en"],
    // One in ten is private, so that measurements meet what some may not see.
    visibility: random() < 0.1 ? GroupVisibility.PRIVATE : GroupVisibility.PUBLIC,
    joinMode: JoinMode.OPEN,
    expectedRule: ExpectedRule.MEMBERS,
    attendeeListAudience: AttendeeListAudience.MEMBERS,
    createdAt: since,
    updatedAt: since,
  });
  sheaf.add(GroupSlug, { slug, groupId: id });
  sheaf.add(GroupTopic, { groupId: id, topicId: scaleId(plan, "topic", number % SCALE_TOPICS.length) });
  const members = membersOf(plan, number);
  for (const [index, member] of members.entries()) addMember(plan, sheaf, { group: number, index, member, since });
  scaleMeetings(plan, sheaf, { number, timeZone, members });
}

function addMember(
  plan: ScalePlan,
  sheaf: Sheaf,
  { group, index, member, since }: { group: number; index: number; member: number; since: Date },
): void {
  const number = group * MEMBERS_MAX + index;
  const of = { groupId: scaleId(plan, "group", group), personId: scaleId(plan, "person", member) };
  const id = scaleId(plan, "membership", number);
  const roles = [MembershipRole.OWNER, MembershipRole.ORGANISER, MembershipRole.HOST];
  sheaf.add(Membership, {
    id,
    ...of,
    role: roles[index] ?? MembershipRole.MEMBER,
    status: MembershipStatus.ACTIVE,
    joinedAt: since,
    createdAt: since,
    updatedAt: since,
  });
  sheaf.add(MembershipPeriod, { id: scaleId(plan, "period", number), membershipId: id, ...of, startedAt: since });
}
