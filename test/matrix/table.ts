/**
 * Who gets what from each root field: one line a field, one column a role, in the order of `ROLES`. A mutation ends
 * `ok` or in its first code; a query in `ok`, `null`, or `empty`. A root field without a line fails the test.
 */
import { randomUUID } from "node:crypto";
import type { MatrixHouse } from "./house.ts";
import type { Role } from "./roles.ts";
import { MUTATIONS_OF_GIVING, NODES_OF_GIVING, QUERIES_OF_GIVING } from "./table-of-giving.ts";
import { MUTATIONS_OF_RECALL, NODES_OF_RECALL } from "./table-of-recall.ts";

type Input = Readonly<Record<string, unknown>>;

export interface Act {
  readonly input: (h: MatrixHouse, role: Role) => Input;
  readonly outcomes: string;
}

const act = (input: Act["input"], outcomes: string): Act => ({ input, outcomes });

const WORDS = { title: "Breakfast", mode: "IN_PERSON", durationMinutes: 60 };

export const MUTATIONS: Readonly<Record<string, Act | readonly Act[]>> = {
  ...MUTATIONS_OF_GIVING,
  ...MUTATIONS_OF_RECALL,
  // ---- sign-in: of the caller alone
  requestSignIn: act((h) => ({ email: h.viewerEmail }), "ok ok ok ok ok ok ok ok ok ok"),
  signInWithCode: act(
    (h) => ({ email: h.viewerEmail, code: "00000000" }),
    "INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID",
  ),
  signInWithLink: act(
    () => ({ token: `ngl_${"0".repeat(64)}`, browserToken: "none" }),
    "INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID",
  ),
  signOut: act(() => ({}), "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok"),
  endSession: [
    act((h) => ({ sessionId: h.ownSession }), "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok"),
    act(
      (h) => ({ sessionId: h.otherSession }),
      "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
  ],
  requestEmailChange: act((h) => ({ email: `new-${h.viewerEmail}` }), "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok"),
  changeEmail: act(
    (h) => ({ email: `new-${h.viewerEmail}`, presentCode: "00000000", newCode: "00000000" }),
    "UNAUTHENTICATED INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID",
  ),

  // ---- people: of the viewer alone, and of persons within sight
  updateProfile: act(() => ({ headline: "Here" }), "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok"),
  setFieldVisibility: act(
    () => ({ fields: [{ field: "STORY", audience: "NOBODY" }] }),
    "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok",
  ),
  blockPerson: act((h) => ({ personId: h.other }), "UNAUTHENTICATED ok ok ok ok ok ok ok NOT_FOUND ok"),
  unblockPerson: act((h) => ({ personId: h.foe }), "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok"),

  // ---- connections: of the two alone
  offerConnection: [
    act(() => ({}), "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok"),
    act((h) => ({ meetingId: h.meeting }), "UNAUTHENTICATED ok ok ok ok ok ok ok ok NOT_FOUND"),
  ],
  acceptConnection: act(
    () => ({ code: "00000 00000" }),
    "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  setBridgeConsent: [
    act((h) => ({ connectionId: h.connection, bridges: true }), "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok"),
    act(
      (h) => ({ connectionId: h.othersConnection, bridges: true }),
      "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
  ],
  disconnect: [
    act((h) => ({ connectionId: h.connection }), "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok"),
    act(
      (h) => ({ connectionId: h.othersConnection }),
      "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
  ],

  // ---- groups
  createGroup: act(
    () => ({ name: "New Group", timeZone: "Europe/London" }),
    "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok",
  ),
  updateGroup: act(
    (h) => ({ groupId: h.group, city: "Leeds" }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  archiveGroup: act(
    (h) => ({ groupId: h.group }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  joinGroup: act((h) => ({ groupId: h.group }), "UNAUTHENTICATED ok ok ok ok ok ok CONFLICT ok NOT_FOUND"),
  requestMembership: act(
    (h) => ({ groupId: h.group }),
    "UNAUTHENTICATED CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT NOT_FOUND",
  ),
  leaveGroup: act((h) => ({ groupId: h.group }), "UNAUTHENTICATED CONFLICT ok ok ok ok CONFLICT CONFLICT ok NOT_FOUND"),
  transferOwnership: act(
    (h) => ({ membershipId: h.otherMembership }),
    "UNAUTHENTICATED NOT_FOUND FORBIDDEN FORBIDDEN FORBIDDEN ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  handOver: act(
    (h) => ({ groupId: h.group, assignments: [{ personId: h.other, role: "OWNER", title: "Chair" }] }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),

  // ---- members
  approveMembership: act(
    (h) => ({ membershipId: h.requestedMembership }),
    "UNAUTHENTICATED NOT_FOUND NOT_FOUND FORBIDDEN ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  declineMembership: act(
    (h) => ({ membershipId: h.requestedMembership }),
    "UNAUTHENTICATED NOT_FOUND NOT_FOUND FORBIDDEN ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  changeRole: [
    act(
      (h) => ({ membershipId: h.otherMembership, role: "HOST" }),
      "UNAUTHENTICATED NOT_FOUND FORBIDDEN FORBIDDEN ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
    act(
      (h) => ({ membershipId: h.otherMembership, role: "ORGANISER" }),
      "UNAUTHENTICATED NOT_FOUND FORBIDDEN FORBIDDEN FORBIDDEN ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
    act(
      (h) => ({ membershipId: h.ownMembership, role: "OWNER" }),
      "UNAUTHENTICATED NOT_FOUND FORBIDDEN FORBIDDEN FORBIDDEN ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
    ),
  ],
  removeMember: act(
    (h) => ({ membershipId: h.otherMembership }),
    "UNAUTHENTICATED NOT_FOUND FORBIDDEN FORBIDDEN ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  banPerson: act(
    (h) => ({ groupId: h.group, personId: h.other }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  liftBan: act(
    (h) => ({ banId: h.ban }),
    "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  mergePeople: act(
    (h) => ({ groupId: h.group, personId: h.other, duplicateId: h.guest }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  dismissDuplicate: act(
    (h) => ({ likelyDuplicateId: h.pair }),
    "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  unmergePeople: act(
    (h) => ({ mergeId: h.merge }),
    "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  recordLeave: [
    act(
      (h) => ({ membershipId: h.otherMembership, fromOn: "2026-07-01", toOn: "2026-07-02" }),
      "UNAUTHENTICATED NOT_FOUND FORBIDDEN FORBIDDEN ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
    act(
      (h) => ({ membershipId: h.ownMembership, fromOn: "2026-07-01", toOn: "2026-07-02" }),
      "UNAUTHENTICATED NOT_FOUND ok ok ok ok FORBIDDEN FORBIDDEN ok NOT_FOUND",
    ),
  ],
  cancelLeave: act(
    (h) => ({ leaveId: h.leave }),
    "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),

  // ---- introductions: between people whom the viewer shares a group with, and of one's own
  proposeIntroduction: act(
    (h) => ({ partyAId: h.other, outsiderB: { email: `new-${h.group}@example.org`, name: "New" }, reason: "Boats" }),
    "UNAUTHENTICATED FORBIDDEN ok ok ok ok FORBIDDEN FORBIDDEN NOT_FOUND FORBIDDEN",
  ),
  answerIntroduction: [
    act((h) => ({ introductionId: h.askedIntroduction, answer: "NO" }), "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok"),
    act(
      (h) => ({ introductionId: h.ownIntroduction, answer: "NO" }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN",
    ),
    act(
      (h) => ({ introductionId: h.introduction, answer: "YES" }),
      "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
  ],
  answerIntroductionByLink: act(
    () => ({ token: `ngx_${"0".repeat(64)}`, answer: "YES" }),
    "NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  withdrawAnswer: [
    act((h) => ({ introductionId: h.askedIntroduction }), "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok"),
    act(
      (h) => ({ introductionId: h.ownIntroduction }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN",
    ),
    act(
      (h) => ({ introductionId: h.introduction }),
      "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
  ],
  withdrawIntroduction: [
    act((h) => ({ introductionId: h.ownIntroduction }), "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok"),
    act(
      (h) => ({ introductionId: h.askedIntroduction }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN",
    ),
    act(
      (h) => ({ introductionId: h.introduction }),
      "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
  ],
  declareMet: [
    act((h) => ({ introductionId: h.sharedIntroduction }), "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok"),
    act(
      (h) => ({ introductionId: h.askedIntroduction }),
      "UNAUTHENTICATED CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT",
    ),
    act(
      (h) => ({ introductionId: h.ownIntroduction }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN",
    ),
    act(
      (h) => ({ introductionId: h.introduction }),
      "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
  ],
  declareWentCold: [
    act((h) => ({ introductionId: h.sharedIntroduction }), "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok"),
    act(
      (h) => ({ introductionId: h.askedIntroduction }),
      "UNAUTHENTICATED CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT",
    ),
    act(
      (h) => ({ introductionId: h.ownIntroduction }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN",
    ),
    act(
      (h) => ({ introductionId: h.introduction }),
      "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
  ],
  thankConnector: [
    act(
      (h) => ({ introductionId: h.sharedIntroduction, thanks: "Thank you." }),
      "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok",
    ),
    act(
      (h) => ({ introductionId: h.askedIntroduction, thanks: "Thank you." }),
      "UNAUTHENTICATED CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT",
    ),
    act(
      (h) => ({ introductionId: h.ownIntroduction, thanks: "Thank you." }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN",
    ),
    act(
      (h) => ({ introductionId: h.introduction, thanks: "Thank you." }),
      "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
  ],
  recordIntroductionOutcome: [
    act(
      (h) => ({ introductionId: h.sharedIntroduction, kind: "CLIENT" }),
      "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok",
    ),
    act(
      (h) => ({ introductionId: h.askedIntroduction, kind: "CLIENT" }),
      "UNAUTHENTICATED CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT",
    ),
    act(
      (h) => ({ introductionId: h.ownIntroduction, kind: "CLIENT" }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN",
    ),
    act(
      (h) => ({ introductionId: h.introduction, kind: "CLIENT" }),
      "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
  ],
  setIntroductionsWanted: act(() => ({ areWanted: false }), "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok"),
  setIntroductionDays: act(
    (h) => ({ groupId: h.group, days: 7 }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),

  // ---- transfers
  exportGroup: act(
    (h) => ({ groupId: h.group }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),

  beginImport: act(
    (h) => ({ groupId: h.group, kind: "PEOPLE" }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  confirmImport: act(
    (h) => ({ importId: h.import }),
    "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),

  // ---- invitations
  inviteToGroup: act(
    (h) => ({ groupId: h.group, email: "new@example.org" }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  revokeInvitation: act(
    (h) => ({ invitationId: h.invitation }),
    "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  acceptInvitation: [
    act((h) => ({ invitationId: h.ownInvitation }), "UNAUTHENTICATED ok ok ok ok ok ok CONFLICT ok NOT_FOUND"),
    act(
      (h) => ({ invitationId: h.invitation }),
      "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND FORBIDDEN FORBIDDEN NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
  ],
  addMember: [
    act(
      (h) => ({ groupId: h.group, who: { newPerson: { displayName: "New" } } }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
    ),
    act(
      (h) => ({ groupId: h.group, who: { personId: h.guest }, role: "ORGANISER" }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
    ),
  ],

  // ---- meetings
  scheduleMeeting: act(
    (h) => ({ ...WORDS, groupId: h.group, startsAtLocal: "2026-06-09T07:00:00" }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  updateMeeting: [
    act(
      (h) => ({ meetingId: h.meeting, title: "Brunch" }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
    ),
    act(
      (h) => ({ meetingId: h.draft, title: "Brunch" }),
      "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
  ],
  rescheduleMeeting: act(
    (h) => ({ meetingId: h.meeting, startsAtLocal: "2026-06-10T07:00:00" }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  cancelMeeting: act(
    (h) => ({ meetingId: h.meeting }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  publishMeeting: act(
    (h) => ({ meetingId: h.draft }),
    "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  scheduleSeries: act(
    (h) => ({
      ...WORDS,
      groupId: h.group,
      recurrenceRule: "FREQ=WEEKLY;BYDAY=TU",
      firstStartsAtLocal: "2026-06-09T07:00:00",
    }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  updateSeries: act(
    (h) => ({ seriesId: h.series, title: "Brunch" }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  endSeries: act(
    (h) => ({ seriesId: h.series }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),

  // ---- answers
  rsvpGoing: [
    act(
      (h) => ({ meetingId: h.meeting, mode: "IN_PERSON" }),
      "UNAUTHENTICATED ok ok ok ok ok ok FORBIDDEN ok NOT_FOUND",
    ),
    act(
      (h) => ({ meetingId: h.meeting, mode: "IN_PERSON", personId: h.other }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
    ),
    act(
      (h) => ({ meetingId: h.draft, mode: "IN_PERSON" }),
      "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND CONFLICT CONFLICT NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
  ],
  rsvpMaybe: [
    act((h) => ({ meetingId: h.meeting }), "UNAUTHENTICATED ok ok ok ok ok ok FORBIDDEN ok NOT_FOUND"),
    act(
      (h) => ({ meetingId: h.meeting, personId: h.other }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
    ),
  ],
  rsvpNotGoing: [
    act((h) => ({ meetingId: h.meeting }), "UNAUTHENTICATED ok ok ok ok ok ok FORBIDDEN ok NOT_FOUND"),
    act(
      (h) => ({ meetingId: h.meeting, personId: h.other }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
    ),
  ],
  setStandingRsvp: act(
    (h) => ({ seriesId: h.series, mode: "IN_PERSON" }),
    "UNAUTHENTICATED ok ok ok ok ok ok FORBIDDEN ok NOT_FOUND",
  ),
  endStandingRsvp: act((h) => ({ seriesId: h.series }), "UNAUTHENTICATED ok ok ok ok ok ok ok ok NOT_FOUND"),
  requestVisit: act(
    (h) => ({ meetingId: h.meeting, email: `new-${h.group}@example.org`, name: "New", mode: "ONLINE" }),
    "ok ok ok ok ok ok ok ok ok NOT_FOUND",
  ),
  confirmVisit: act(
    () => ({ token: `ngv_${"0".repeat(64)}` }),
    "NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  acceptSeatOffer: act((h) => ({ meetingId: h.offered }), "UNAUTHENTICATED ok ok ok ok ok ok FORBIDDEN ok NOT_FOUND"),
  declineSeatOffer: act((h) => ({ meetingId: h.offered }), "UNAUTHENTICATED ok ok ok ok ok ok ok ok NOT_FOUND"),
  approveRsvp: act(
    (h) => ({ rsvpId: h.requestedRsvp }),
    "UNAUTHENTICATED NOT_FOUND NOT_FOUND FORBIDDEN ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  declineRsvp: act(
    (h) => ({ rsvpId: h.requestedRsvp }),
    "UNAUTHENTICATED NOT_FOUND NOT_FOUND FORBIDDEN ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  // ---- keys
  createApiKey: act(
    (h) => ({ groupIds: [h.group], kind: "PUBLISHABLE", name: "Site", allowedOrigins: ["https://www.example.org"] }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  rotateApiKey: act(
    (h) => ({ apiKeyId: h.apiKey }),
    "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND FORBIDDEN ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  revokeApiKey: act(
    (h) => ({ apiKeyId: h.apiKey }),
    "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),

  // ---- the roll
  recordAttendance: act(
    (h) => ({
      meetingId: h.running,
      marks: [{ markId: randomUUID(), personId: h.other, code: "PRESENT", recordedAt: "2026-06-01T09:00:00Z" }],
    }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN ok ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  checkIn: act(
    (h) => ({ meetingId: h.running }),
    "UNAUTHENTICATED FORBIDDEN ok ok ok ok FORBIDDEN FORBIDDEN ok NOT_FOUND",
  ),
  acceptMark: act(
    (h) => ({ meetingId: h.running, markId: h.flaggedMark }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  dismissMark: act(
    (h) => ({ meetingId: h.running, markId: h.flaggedMark }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  submitRoll: act(
    (h) => ({ meetingId: h.running }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN ok ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  skipRoll: act(
    (h) => ({ meetingId: h.running }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  reopenRoll: act(
    (h) => ({ meetingId: h.submitted }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  admitToMeeting: act(
    (h) => ({ rsvpId: h.waitingRsvp }),
    "UNAUTHENTICATED NOT_FOUND NOT_FOUND FORBIDDEN ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
};

export interface Question {
  readonly query: (h: MatrixHouse) => string;
  readonly outcomes: string;
}

const ask = (query: Question["query"], outcomes: string): Question => ({ query, outcomes });
const node = (id: (h: MatrixHouse) => string, outcomes: string): Question =>
  ask((h) => `node(id: "${id(h)}") { id }`, outcomes);

export const QUERIES: Readonly<Record<string, Question | readonly Question[]>> = {
  viewer: ask(() => "viewer { id }", "null ok ok ok ok ok ok ok ok ok"),
  topic: ask((h) => `topic(slug: "${h.topicSlug}") { id }`, "ok ok ok ok ok ok ok ok ok ok"),
  topics: ask((h) => `topics(filter: { query: "${h.topicSlug}" }) { totalCount }`, "ok ok ok ok ok ok ok ok ok ok"),
  rateLimit: ask(() => "rateLimit { remaining }", "ok ok ok ok ok ok ok ok ok ok"),
  recurrencePreview: ask(
    () =>
      'recurrencePreview(rule: "FREQ=DAILY;COUNT=1", startsAtLocal: "2026-06-09T07:00:00", timeZone: "UTC") { startsAt }',
    "ok ok ok ok ok ok ok ok ok ok",
  ),
  group: [
    ask((h) => `group(by: { slug: "${h.slug}" }) { id }`, "ok ok ok ok ok ok ok ok ok null"),
    ask(
      (h) => `group(by: { id: "${h.group}" }) { memberships { pageInfo { hasNextPage } } }`,
      "null null ok ok ok ok null null ok null",
    ),
    ask(
      (h) => `group(by: { id: "${h.group}" }) { visitors { pageInfo { hasNextPage } } }`,
      "null null null ok ok ok null null null null",
    ),
    ask(
      (h) => `group(by: { id: "${h.group}" }) { invitations { pageInfo { hasNextPage } } }`,
      "null null null null ok ok null null null null",
    ),
    ask(
      (h) => `group(by: { id: "${h.group}" }) { bans { pageInfo { hasNextPage } } }`,
      "null null null null ok ok null null null null",
    ),
    ask(
      (h) => `group(by: { id: "${h.group}" }) { apiKeys { pageInfo { hasNextPage } } }`,
      "null null null null ok ok null null null null",
    ),
    ask(
      (h) => `group(by: { id: "${h.group}" }) { auditLog { pageInfo { hasNextPage } } }`,
      "null null null null ok ok null null null null",
    ),
  ],
  groups: ask(
    (h) => `groups(filter: { topics: ["${h.topic}"] }) { edges { node { id } } }`,
    "ok ok ok ok ok ok ok ok ok empty",
  ),
  meetings: [
    ask(
      (h) => `meetings(first: 1, filter: { groups: ["${h.group}"] }) { edges { node { id } } }`,
      "ok ok ok ok ok ok ok ok ok empty",
    ),
    ask((h) => {
      const before = new Date(h.startsAt.getTime() + 1000).toISOString();
      const span = `{ from: "${h.startsAt.toISOString()}", before: "${before}" }`;
      return `meetings(first: 1, filter: { startsAt: ${span} }) { edges { node { id } } }`;
    }, "ok ok ok ok ok ok ok ok ok empty"),
  ],
  node: [
    ...NODES_OF_GIVING,
    ...NODES_OF_RECALL,
    node((h) => h.group, "ok ok ok ok ok ok ok ok ok null"),
    node((h) => h.other, "ok ok ok ok ok ok ok ok null ok"),
    node((h) => h.guest, "null null null ok ok ok null null null null"),
    node((h) => h.meeting, "ok ok ok ok ok ok ok ok ok null"),
    node((h) => h.draft, "null null null null ok ok null null null null"),
    node((h) => h.series, "ok ok ok ok ok ok ok ok ok null"),
    node((h) => h.otherMembership, "null null ok ok ok ok null null null null"),
    node((h) => h.requestedMembership, "null null null ok ok ok null null null null"),
    node((h) => h.requestedRsvp, "null null null ok ok ok null null null null"),
    node((h) => h.attendance, "null null null ok ok ok null null null null"),
    node((h) => h.flaggedMarkNode, "null null null ok ok ok null null null null"),
    node((h) => h.leave, "null null null null ok ok null null null null"),
    node((h) => h.ban, "null null null null ok ok null null null null"),
    node((h) => h.import, "null null null null ok ok null null null null"),
    node((h) => h.apiKey, "null null null null ok ok null null null null"),
    node((h) => h.invitation, "null null null null ok ok null null null null"),
    node((h) => h.ownInvitation, "null ok ok ok ok ok ok ok ok null"),
    node((h) => h.introduction, "null null null null null null null null null null"),
    node((h) => h.askedIntroduction, "null ok ok ok ok ok ok ok ok ok"),
    node((h) => h.ownIntroduction, "null ok ok ok ok ok ok ok ok ok"),
    node((h) => h.ownSession, "null ok ok ok ok ok ok ok ok ok"),
    node((h) => h.otherSession, "null null null null null null null null null null"),
  ],
  ...QUERIES_OF_GIVING,
  nodes: ask((h) => `nodes(ids: ["${h.meeting}"]) { id }`, "ok ok ok ok ok ok ok ok ok null"),
};
