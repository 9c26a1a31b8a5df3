/** The lines of the matrix for meetings, answers and rolls. */
import { randomUUID } from "node:crypto";
import { type Acts, act } from "./line.ts";

const WORDS = { title: "Breakfast", mode: "IN_PERSON", durationMinutes: 60 };

export const MUTATIONS_OF_MEETINGS: Acts = {
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
