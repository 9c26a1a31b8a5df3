import type { FieldTable } from "./field-table.ts";

/** Meetings, what was said of them beforehand, and who was there. */
export const FIELDS_OF_MEETINGS: FieldTable = {
  Meeting: {
    "meetings:read or rsvps:read or attendance:read":
      "cancellationReason cancelledAt description durationMinutes endsAt group hasEnded hasStarted id language mode movedFrom place startsAt startsAtLocal status timeZone title updatedAt",
    "meetings:read":
      "agenda allowsSelfCheckIn cost createdAt differsFromSeries goingCount guestsPerRsvpMax hosts needsApproval offerCutoffMinutes offerMinutes onlineUrl originalStart publishedAt rsvpClosesAt rsvpOpensAt seats sequence series speakers version",
    "rsvps:read or rsvps:write": "viewerCanRsvp",
    "rsvps:read": "rsvps viewerRsvp",
    "attendance:read or attendance:write":
      "viewerCanCheckIn viewerCanReopenRoll viewerCanSkipRoll viewerCanSubmitRoll viewerCanTakeRoll",
    "attendance:read": "attendanceSummary attendances marks roll viewerAttendance",
    "network:read": "viewerValue",
    never: "doors suggestedPeople viewerCanCancel viewerCanPublish viewerCanReschedule viewerCanUpdate",
  },
  MeetingSeries: {
    "meetings:read":
      "agenda allowsSelfCheckIn cost createdAt description durationMinutes endedAt firstStartsAtLocal group guestsPerRsvpMax id inPersonCapacity language meetings mode needsApproval offerCutoffMinutes offerMinutes onlineCapacity onlineUrl place recurrenceRule rsvpClosesMinutesBefore rsvpOpensMinutesBefore timeZone title updatedAt version",
    "rsvps:read": "viewerStandingRsvp",
    never: "viewerCanEnd viewerCanUpdate",
  },
  MeetingPlace: { open: "address city coordinates country name" },
  MeetingRole: { "meetings:read": "person role takesSeat" },
  MeetingSeats: { open: "capacity free taken" },
  SeatsByMode: { open: "inPerson online" },
  Money: { open: "amountMinorUnits currency" },
  PreviewedOccurrence: { open: "startsAt startsAtLocal" },
  Rsvp: {
    "rsvps:read or rsvps:write":
      "answeredBy guests id isStanding meeting mode offerExpiresAt onlineMeanwhile person placeInQueue respondedAt status",
    never: "viewerCanAdmit viewerCanDecide",
  },
  StandingRsvp: { "rsvps:read or rsvps:write": "createdAt endedAt guests id mode series" },
  Attendance: {
    "attendance:read or attendance:write":
      "arrivedAt code countedCode id isExpected isNoShow marks meeting mode name person substituteFor updatedAt",
  },
  AttendanceStats: { "attendance:read": "absent excused late meetingsCounted present rate substituted" },
  AttendanceSummary: { "attendance:read": "absent excused late noShows present substituted" },
  Mark: {
    "attendance:read or attendance:write":
      "arrivedAt clientId code codeBefore decidedAt flag id isAccepted meeting mode name note person receivedAt recordedAt recordedBy substituteFor",
    never: "door",
  },
  Door: {
    never:
      "closedAt createdAt endsAt id isOpen label lastUsedAt lines meeting meetingId meetingStartsAt meetingTitle openedBy startsAt uses usesMax viewerCanClose",
  },
  DoorLine: { never: "code isExpected name personId" },
  MarkResult: { "attendance:read or attendance:write": "flag markId message outcome path reason" },
  Roll: { "attendance:read or attendance:write": "flaggedMarks lines opensAt status submittedAt version" },
  RollLine: {
    "attendance:read or attendance:write":
      "arrivedAt code guests hasFlaggedMark invitedBy isExpected isFirstVisit isOnLeave membershipRole membershipStatus mode name note person personId rsvpMode rsvpStatus substituteForId visitorKind visitsBefore walkInIds",
  },
};
