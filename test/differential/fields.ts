/**
 * Every field that is more than a column of its own name, the naive way. A field that stands neither here nor on
 * the row makes the reader throw: whoever adds one to the schema adds its plain meaning here.
 */

import { bySlug, displayName, keysOf } from "./facts.ts";
import { connectedApp, contactRead } from "./fields-of-apps.ts";
import { joinedAt, nameOfVisitor, visitsOf } from "./fields-of-attendance.ts";
import { door, doorLine } from "./fields-of-doors.ts";
import { asksOfQuery, fieldsOfAsks, fieldsOfGiving, fieldsOfMeetingValue, fieldsOfValue } from "./fields-of-giving.ts";
import { auditEntry, group, invitation, membership } from "./fields-of-groups.ts";
import { importFields } from "./fields-of-imports.ts";
import * as introductions from "./fields-of-introductions.ts";
import { attendance, mark, meeting, rollLine, rsvp, seats, series } from "./fields-of-meetings.ts";
import { apiKey, block, connectedPair, person, session } from "./fields-of-people.ts";
import { fieldsOfRecall } from "./fields-of-recall.ts";
import { groupReport } from "./fields-of-reports.ts";
import { connection, type Fields, first, one, seen, type Type } from "./naive.ts";
import { PREFIXES } from "./rows.ts";
import type { Sight } from "./sight.ts";

function node(sight: Sight, id: string): object | null {
  const [prefix, digits] = [id.slice(0, 3), id.slice(4)];
  const type = (Object.keys(PREFIXES) as Type[]).find((name) => PREFIXES[name] === prefix);
  if (!type || id[3] !== "_") return null;
  const rows = sight.rows[type] as readonly { id: string }[];
  const itself = first(sight, rows, (row) => row.id.replaceAll("-", "") === digits);
  if (itself || type !== "Person") return itself;
  const merged = rows.find((row) => row.id.replaceAll("-", "") === digits);
  return merged ? seen(sight, "Person", sight.standInOf(merged.id)) : null;
}

const otherSlugs = ({ rows }: Sight, topicId: string): string[] =>
  rows.TopicSynonym.filter((synonym) => synonym.topicId === topicId).map(({ slug }) => slug);

const query: Fields = {
  door: (_row, _args, sight) => first(sight, sight.rows.Door, ({ id }) => sight.isDoor(id)),
  viewer: (_row, _args, sight) => seen(sight, "Person", sight.viewerId),
  node: (_row, { id }, sight) => node(sight, id as string),
  nodes: (_row, { ids }: { ids: string[] }, sight) => ids.map((id) => node(sight, id)),
  topic: (_row, { slug }, sight) =>
    first(sight, sight.rows.Topic, ({ id, slug: own }) => [own, ...otherSlugs(sight, id)].includes(slug)),
  group: (_row, { by }, sight) => {
    const slug = sight.rows.GroupSlug.find((one) => one.slug === (by.slug as string | undefined)?.toLowerCase());
    return by.slug === undefined
      ? seen(sight, "Group", keysOf("Group", [by.id as string])[0] ?? null)
      : seen(sight, "Group", slug?.groupId ?? null);
  },
  topics: connection("Topic", () => true),
  ...asksOfQuery({ one, connection }),
  groups: connection("Group", (g, _row, sight) => sight.isListed(g)),
  meetings: connection(
    "Meeting",
    (m, _row, sight, { filter }) =>
      filter?.groups != null || sight.rows.Group.some((g) => g.id === m.groupId && sight.isListed(g)),
  ),
};

/** By type, then by field. Columns of the same name need no line. */
export const FIELDS: Readonly<Record<string, Fields>> = {
  Query: query,
  ...fieldsOfGiving({ one, connection }),
  ...fieldsOfAsks({ one, connection }),
  ...fieldsOfValue({ one, connection }),
  ...fieldsOfMeetingValue({ one, connection }),
  Attendance: attendance,
  AuditEntry: auditEntry,
  GroupReport: groupReport,
  Ban: { group: one("Group", "groupId"), person: one("Person", "personId"), imposedBy: one("Person", "imposedById") },
  Block: block,
  ...fieldsOfRecall({ one, connection }),
  ConnectedPair: connectedPair,
  Group: group,
  Introduction: {
    ...introductions.introduction,
    outcomes: connection("IntroductionOutcome", (o, i) => o.introductionId === i.id),
    group: one("Group", "groupId"),
    meeting: one("Meeting", "meetingId"),
    request: one("IntroductionRequest", "requestId"),
  },
  IntroductionRequest: {
    ...introductions.request,
    introduction: (r, _args, sight) => first(sight, sight.rows.Introduction, (i) => i.requestId === r.id),
  },
  IntroductionOutcome: { ...introductions.outcome, introduction: one("Introduction", "introductionId") },
  IntroductionSide: introductions.introductionSide,
  GroupImport: { ...importFields, group: one("Group", "groupId"), begunBy: one("Person", "begunById") },
  Invitation: invitation,
  Leave: { membership: one("Membership", "membershipId") },
  PersonMerge: {
    group: one("Group", "groupId"),
    mergedPersonId: (m) => `per_${(m.mergedId as string).replaceAll("-", "")}`,
    mergedName: (m, _args, { rows }) =>
      rows.Person.find((p) => p.id === m.mergedId && p.emailVerifiedAt === null)?.displayName ?? null,
    person: one("Person", "survivorId"),
    mergedBy: one("Person", "mergedById"),
    viewerCanUnmerge: (m, _args, sight) =>
      m.undoneAt === null && m.membershipVersion !== 0 && sight.organises(m.groupId as string),
  },
  LikelyDuplicate: {
    group: one("Group", "groupId"),
    person: one("Person", "personId"),
    personName: (d, _args, { rows }) => displayName(rows, d.personId as string),
    duplicate: one("Person", "duplicateId"),
    duplicateName: (d, _args, { rows }) => displayName(rows, d.duplicateId as string),
  },
  MembershipPeriod: { membership: one("Membership", "membershipId") },
  Mark: mark,
  Meeting: meeting,
  MeetingRole: { person: one("Person", "personId") },
  MeetingSeats: seats,
  MeetingSeries: series,
  Membership: membership,
  Person: person,
  ApiKey: apiKey,
  App: {},
  ConnectedApp: connectedApp,
  ContactRead: contactRead,
  RoleTerm: { group: one("Group", "groupId"), person: one("Person", "personId"), givenBy: one("Person", "givenById") },
  Door: door,
  DoorLine: doorLine,
  RollLine: rollLine,
  Rsvp: rsvp,
  Session: session,
  StandingRsvp: { series: one("MeetingSeries", "seriesId") },
  Topic: {
    synonyms: (t, _args, { rows }) => rows.TopicSynonym.filter((s) => s.topicId === t.id).sort(bySlug),
    groupCount: (t, _args, sight) =>
      sight.rows.Group.filter(
        (g) =>
          sight.isListed(g) &&
          sight.sees(g) &&
          sight.rows.GroupTopic.some((link) => link.groupId === g.id && link.topicId === t.id),
      ).length,
  },
  Visitor: {
    group: one("Group", "groupId"),
    name: (x, _args, { rows }) => nameOfVisitor(x as never, rows),
    person: (x, _args, sight) => (x.knownAs === null ? seen(sight, "Person", x.personId as string) : null),
    invitedBy: one("Person", "invitedById"),
    joinedAt: (x, _args, { rows }) => joinedAt(rows, x as never),
    visitCount: (x, _args, { rows }) => visitsOf(rows, x as never).length,
    lastVisitAt: (x, _args, { rows }) => visitsOf(rows, x as never).at(-1) ?? null,
  },
};
