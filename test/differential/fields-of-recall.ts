/** What people keep of each other in their own books, the naive way. */

import type { Encounter } from "../../src/encounters/encounter.entity.ts";
import type { Meeting } from "../../src/meetings/meeting.entity.ts";
import type { Person } from "../../src/people/person.entity.ts";
import type { Anything } from "../support/anything.ts";
import type { Fields, Ways } from "./naive.ts";
import type { Rows } from "./rows.ts";
import { isLive, type Sight } from "./sight.ts";

const isOwn = (p: Person, sight: Sight): boolean => sight.isSelf(p.id);
const names = ({ EncounterPerson }: Rows, encounterId: string, personId: string): boolean =>
  EncounterPerson.some((p) => p.encounterId === encounterId && p.personId === personId);

function isConfirmed(e: Encounter, sight: Sight): boolean {
  return sight.rows.OneToOne.some(
    (o) =>
      (o.lowEncounterId === e.id && o.highEncounterId !== null && !sight.isBlocked(o.personHighId)) ||
      (o.highEncounterId === e.id && o.lowEncounterId !== null && !sight.isBlocked(o.personLowId)),
  );
}

/** Both were there by the marks, and the viewer may know it of the other. */
function haveMetAt(m: Meeting, p: Person, sight: Sight): boolean {
  const wasThere = (personId: string | null): boolean =>
    sight.rows.Attendance.some(
      (a) => a.meetingId === m.id && a.personId === personId && (a.code === "PRESENT" || a.code === "LATE"),
    );
  const mayKnow = p.listedAsAttendee || sight.hosts(m.groupId);
  return p.id !== sight.viewerId && wasThere(sight.viewerId) && wasThere(p.id) && mayKnow;
}

const isGoing = (p: Person, m: Meeting, { rows }: Sight): boolean =>
  rows.Rsvp.some((r) => r.meetingId === m.id && r.personId === p.id && r.status === "GOING");

/** Members where they are expected and the viewer is one, and who is going as far as the list is the viewer's to read. */
function isExpected(p: Person, m: Meeting, sight: Sight): boolean {
  const group = sight.rows.Group.find((g) => g.id === m.groupId);
  const { attendeeListAudience, expectedRule } = group ?? {};
  const isLiveMember = sight.rows.Membership.some((s) => s.groupId === m.groupId && s.personId === p.id && isLive(s));
  if (expectedRule === "MEMBERS" && sight.isMember(m.groupId) && isLiveMember) return true;
  if (!isGoing(p, m, sight)) return false;
  const isOpen =
    attendeeListAudience === "PUBLIC" ||
    attendeeListAudience === "SIGNED_IN" ||
    (attendeeListAudience === "MEMBERS" && sight.isMember(m.groupId));
  return sight.hosts(m.groupId) || (isOpen && p.listedAsAttendee);
}

function toRecall(viewer: Person, meetingId: string, sight: Sight): object[] | null {
  const { rows } = sight;
  const meeting = rows.Meeting.find((m) => `mtg_${m.id.replaceAll("-", "")}` === meetingId);
  if (!isOwn(viewer, sight) || !meeting || !sight.sees(meeting)) return null;
  const openOf = (p: Person) =>
    rows.FollowUp.filter((f) => f.authorId === viewer.id && f.personId === p.id && f.status === "OPEN");
  const dueOf = (p: Person): string =>
    openOf(p)
      .map(({ dueOn }) => dueOn)
      .sort()[0] ?? "9999-12-31";
  const isKnown = (p: Person): boolean =>
    openOf(p).length > 0 ||
    rows.RecallNote.some((n) => n.authorId === viewer.id && n.personId === p.id) ||
    rows.Encounter.some((e) => e.authorId === viewer.id && names(rows, e.id, p.id)) ||
    (p.listedAsAttendee && rows.Meeting.some((m) => haveMetAt(m, p, sight)));
  return rows.Person.filter(
    (p) => p.id !== viewer.id && !sight.isBlocked(p.id) && isExpected(p, meeting, sight) && isKnown(p) && sight.sees(p),
  ).sort((a, b) => (dueOf(a) === dueOf(b) ? (a.id < b.id ? -1 : 1) : dueOf(a) < dueOf(b) ? -1 : 1));
}

export const fieldsOfRecall = ({ one }: Ways): Readonly<Record<string, Fields>> => ({
  Encounter: {
    meeting: one("Meeting", "meetingId"),
    people: (e: Encounter, _args, { rows }) =>
      rows.EncounterPerson.filter((p) => p.encounterId === e.id).sort((a, b) => a.place - b.place),
    isConfirmed: (e: Encounter, _args, sight) => isConfirmed(e, sight),
  },
  EncounterPerson: { person: one("Person", "personId") },
  RecallNote: { person: one("Person", "personId") },
  FollowUp: { person: one("Person", "personId") },
});

export const recallOfPerson = ({ connection }: Ways): Fields => ({
  encounters: connection("Encounter", (e, p) => e.authorId === p.id, isOwn),
  recallNotes: connection("RecallNote", (n, p) => n.authorId === p.id, isOwn),
  followUps: connection("FollowUp", (f, p) => f.authorId === p.id, isOwn),
  viewerRecallNotes: connection("RecallNote", (n, p) => n.personId === p.id),
  viewerFollowUps: connection("FollowUp", (f, p) => f.personId === p.id),
  viewerLastMet: (p: Person, _args, sight) =>
    sight.rows.Meeting.filter((m) => sight.sees(m) && haveMetAt(m, p, sight)).sort(
      (a, b) => Number(b.startsAt) - Number(a.startsAt) || (a.id < b.id ? 1 : -1),
    )[0] ?? null,
  peopleToRecall: (p: Person, { meetingId }: { meetingId: string }, sight) => toRecall(p, meetingId, sight),
  viewerEncounters: connection("Encounter", (e, p, { rows }) => names(rows, e.id as string, p.id as string)),
});

export const FILTERS_OF_RECALL = {
  FollowUp: { statuses: (f: Anything, statuses: string[]) => statuses.includes(f.status as string) },
  Encounter: { settings: (e: Anything, settings: string[]) => settings.includes(e.setting as string) },
};
