/** The fields of people, of whom they know and of how they come in, the naive way. */

import type { ConnectedPair } from "../../src/connections/connection.entity.ts";
import type { ApiKey } from "../../src/keys/api-key.entity.ts";
import type { Person } from "../../src/people/person.entity.ts";
import { bySlug, isLiveKey, pointOf } from "./facts.ts";
import { givingOfPerson } from "./fields-of-giving.ts";
import * as introductions from "./fields-of-introductions.ts";
import { recallOfPerson } from "./fields-of-recall.ts";
import { connection, type Fields, first, one, type Resolve, seen } from "./naive.ts";
import { globalIdOf } from "./rows.ts";
import type { Sight } from "./sight.ts";

/** The parts of a profile, in the order of the enumeration, and the column that holds the audience of each. */
const PARTS = [
  ["DISPLAY_NAME", "displayNameAudience"],
  ["HEADLINE", "headlineAudience"],
  ["STORY", "storyAudience"],
  ["COMPANY", "companyAudience"],
  ["JOB_TITLE", "jobTitleAudience"],
  ["PROFESSION", "professionAudience"],
  ["INDUSTRY", "industryAudience"],
  ["PLACE", "placeAudience"],
  ["COORDINATES", "coordinatesAudience"],
  ["LANGUAGES", "languagesAudience"],
  ["TIME_ZONE", "timeZoneAudience"],
  ["LINKS", "linksAudience"],
  ["TOPICS", "topicsAudience"],
  ["AVATAR", "avatarAudience"],
  ["EMAIL", "emailAudience"],
  ["PHONE", "phoneAudience"],
] as const;

/** Whether a part that is for this audience is shown to whoever looks. */
type IsShown = (audience: string) => boolean;

function profileOf(p: Person, sight: Sight, isShown: IsShown = (audience) => sight.isAmong(p, audience)): object {
  const part = (column: keyof Person, audience: keyof Person) => (isShown(p[audience] as string) ? p[column] : null);
  const [place, coordinates] = [isShown(p.placeAudience), isShown(p.coordinatesAudience)];
  const topics = sight.rows.PersonTopic.filter((link) => link.personId === p.id).map((link) => link.topicId);
  return {
    displayName: part("displayName", "displayNameAudience"),
    headline: part("headline", "headlineAudience"),
    story: part("story", "storyAudience"),
    company: part("company", "companyAudience"),
    jobTitle: part("jobTitle", "jobTitleAudience"),
    profession: part("profession", "professionAudience"),
    industry: part("industry", "industryAudience"),
    languages: part("languages", "languagesAudience"),
    timeZone: part("timeZone", "timeZoneAudience"),
    links: part("links", "linksAudience"),
    avatarUrl: part("avatarUrl", "avatarAudience"),
    topics: isShown(p.topicsAudience)
      ? sight.rows.Topic.filter((topic) => topics.includes(topic.id)).sort(bySlug)
      : null,
    place:
      place || coordinates
        ? {
            city: place ? p.city : null,
            region: place ? p.region : null,
            country: place ? p.country : null,
            coordinates: coordinates ? pointOf(p.latitude, p.longitude) : null,
          }
        : null,
  };
}

function isShownAs(p: Person, reader: string, audience: string): boolean {
  if (audience === "PUBLIC") return true;
  if (reader === "STRANGER" || (reader === "FELLOW_MEMBERS_APP" && !p.allowsFellowMembersApps)) return false;
  if (audience === "SIGNED_IN") return true;
  if (audience === "GROUPS_IN_COMMON") return ["FELLOW_MEMBER", "ORGANISER", "FELLOW_MEMBERS_APP"].includes(reader);
  return audience === { CONNECTION: "CONNECTIONS", ORGANISER: "ORGANISERS" }[reader];
}

const own =
  (column: keyof Person): Resolve =>
  (p: Person, _args, sight) =>
    sight.isSelf(p.id) ? p[column] : null;
const isOwn = (p: Person, sight: Sight): boolean => sight.isSelf(p.id);

export const person: Fields = {
  ...givingOfPerson({ one, connection }),
  ...recallOfPerson({ one, connection }),
  profile: (p: Person, _args, sight) => profileOf(p, sight),
  contact(p: Person, _args, sight) {
    const [email, phone] = [sight.isAmong(p, p.emailAudience, "contact"), sight.isAmong(p, p.phoneAudience, "contact")];
    return email || phone ? { email: email ? p.email : null, phone: phone ? p.phone : null } : null;
  },
  profileAs(p: Person, { audience }: { audience: string }, sight) {
    if (!isOwn(p, sight)) return null;
    const isShown: IsShown = (chosen) => isShownAs(p, audience, chosen);
    const contact = {
      email: isShown(p.emailAudience) ? p.email : null,
      phone: isShown(p.phoneAudience) ? p.phone : null,
    };
    const isReached = isShown(p.emailAudience) || isShown(p.phoneAudience);
    return { profile: profileOf(p, sight, isShown), contact: isReached ? contact : null };
  },
  visibility: (p: Person, _args, sight) =>
    isOwn(p, sight) ? PARTS.map(([field, column]) => ({ field, audience: p[column] })) : null,
  listedAsAttendee: own("listedAsAttendee"),
  allowsFellowMembersApps: own("allowsFellowMembersApps"),
  createdAt: own("createdAt"),
  updatedAt: own("updatedAt"),
  version: own("version"),
  viewerCanUpdateProfile: (p: Person, _args, sight) => isOwn(p, sight),
  viewerCanBlock: (p: Person, _args, sight) => sight.viewerId !== null && !isOwn(p, sight),
  blocks: connection("Block", (b, p) => b.blockerId === p.id, isOwn),
  passkeys: connection(
    "Passkey",
    (k, p) => k.personId === p.id,
    (p, sight) => sight.isSelf(p.id as string),
  ),
  reportsMade: connection("GroupReport", (r, p) => r.reporterId === p.id, isOwn),
  apps: connection("App", (a, p) => a.ownerId === p.id, isOwn),
  contactReads: connection("ContactRead", (r, p) => r.personId === p.id, isOwn),
  connectedApps: connection("ConnectedApp", (c, p) => c.personId === p.id, isOwn),
  sessions: connection("Session", (s, p, sight) => s.personId === p.id && sight.isOpenSession(s), isOwn),
  memberships: connection("Membership", (m, p) => m.personId === p.id),
  invitations: connection("Invitation", (i, _p, sight) => sight.isOpen(i) && sight.isAddressed(i), isOwn),
  introductions: connection("Introduction", () => true, isOwn),
  introductionBalance: (p: Person, args, sight) => (isOwn(p, sight) ? introductions.balanceOf(p, args, sight) : null),
  introductionRequests: connection("IntroductionRequest", () => true, isOwn),
  wantsIntroductions: (p: Person, _args, sight) => introductions.wants(p, sight),
  // Of whom a host typed an address at the door, the host knows the line on the roll, and not whose it is.
  attendances: connection("Attendance", (a, p, sight) => a.personId === p.id && sight.isOnTheBooks(a)),
  rsvps: connection("Rsvp", (r, p, sight) => r.personId === p.id && sight.readsAnswers(r)),
  connections: connection("ConnectedPair", (c, p) => [c.personLowId, c.personHighId].includes(p.id), isOwn),
  viewerConnection: (p: Person, _args, sight) =>
    first(sight, sight.rows.ConnectedPair, (c) => sight.otherIn(c) === p.id),
};

export const connectedPair: Fields = {
  other: (c, _args, sight) => seen(sight, "Person", sight.otherIn(c as never)),
  meeting: one("Meeting", "meetingId"),
  group: one("Group", "groupId"),
  band: (c, _args, sight) => bandOfPair(c as never, sight),
  viewerBridges: (c, _args, sight) => (sight.isSelf(c.personLowId as string) ? c.lowBridges : c.highBridges),
};

/** What is worth 1 today was worth so much less at the origin of warmth. */
function bandOfPair({ personLowId, personHighId }: ConnectedPair, { rows, now }: Sight): string {
  const { warmth } = rows.Tie.find((t) => t.personId === personLowId && t.otherId === personHighId) ?? { warmth: 0 };
  const strength = warmth / 2 ** ((now.getTime() - Date.UTC(2020, 0, 1)) / (120 * 86_400_000));
  if (strength >= 1) return "STRONG";
  return strength >= 0.25 ? "MODERATE" : "WEAK";
}

export const block: Fields = {
  personId: ({ blockedId }, _args, { rows }) => globalIdOf(rows.Person.find((p) => p.id === blockedId) ?? { id: "" }),
  displayName: ({ blockedId }, _args, { rows }) =>
    rows.Person.find((p) => p.id === blockedId && p.emailVerifiedAt !== null && p.displayNameAudience === "PUBLIC")
      ?.displayName ?? null,
};

export const session: Fields = { isCurrent: (s, _args, { sessionId }) => s.id === sessionId };

export const apiKey: Fields = {
  groups: (k: ApiKey, _args, sight) =>
    sight.rows.Group.filter((g) => sight.groupsOf(k).includes(g.id) && sight.sees(g)).sort(
      (a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)) || (a.id < b.id ? -1 : 1),
    ),
  createdBy: one("Person", "createdById"),
  isLive: (k: ApiKey, _args, sight) => isLiveKey(k, sight),
  viewerCanRotate: (k: ApiKey, _args, sight) =>
    isLiveKey(k, sight) && sight.groupsOf(k).every((groupId) => sight.owns(groupId)),
  viewerCanRevoke: (k: ApiKey) => k.revokedAt === null,
};
