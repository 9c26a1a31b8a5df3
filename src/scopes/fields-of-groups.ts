import type { FieldTable } from "./field-table.ts";

/** Groups and who belongs to them. Running a group is not for apps. */
export const FIELDS_OF_GROUPS: FieldTable = {
  Group: {
    "groups:read or meetings:read or rsvps:read":
      "city coordinates country description id imageUrl languages name region slug timeZone topics visibility websiteUrl",
    "groups:read":
      "archivedAt attendeeListAudience createdAt expectedRule joinMode memberCount memberships updatedAt version viewerCanHost viewerMembership welcomeText",
    "meetings:read": "meetings nextMeeting series",
    "attendance:read": "visitors",
    "introductions:read": "introductionBalance introductionDays",
    never:
      "apiKeys auditLog bans imports invitations likelyDuplicates personMerges referralTotals reports roleTerms viewerCanArchive viewerCanJoin viewerCanLeave viewerCanManageMembers viewerCanRequestMembership viewerCanScheduleMeetings viewerCanTransferOwnership viewerCanUpdate",
  },
  Membership: {
    "groups:read": "bannedAt endedAt group id invitedBy joinedAt leaves periods person role status updatedAt version",
    "attendance:read": "attendanceStats",
    never: "viewerCanApprove viewerCanChangeRole viewerCanRecordLeave viewerCanRemove",
  },
  MembershipPeriod: { "groups:read": "endedAt id membership startedAt" },
  Leave: { "groups:read": "fromOn id membership recordedAt toOn" },
  Visitor: { "attendance:read": "firstSeenAt group id invitedBy joinedAt kind lastVisitAt name person visitCount" },
  Invitation: {
    never:
      "acceptedAt acceptedBy createdAt email expiresAt group id invitedBy isOpen revokedAt role viewerCanAccept viewerCanRevoke",
  },
  RoleTerm: { never: "endedOn endsOn givenAt givenBy group id person refusal role startsOn takenUpAt title" },
  Ban: { never: "group id imposedAt imposedBy liftedAt person" },
  AuditEntry: { never: "action actor changes group id objectId occurredAt person requestId" },
  GroupReport: {
    never:
      "decidedAt decidedBy group id isReporterNamed outcome person quote reason reportedAt reporter subjectId viewerCanDecide warning words",
  },
  AuditChange: { never: "after before field" },
  ApiKey: {
    never:
      "allowedOrigins createdAt createdBy expiresAt formerSecretsEndAt groups id isLive kind lastUsedAt name pointsPerMinute prefix revokedAt rotatedAt scopes viewerCanRevoke viewerCanRotate",
  },
  GroupImport: {
    never:
      "begunBy created createdAt expiresAt faultCount faults finishedAt group id kind notes readBytes sizeBytes status submitRolls unchanged unknownColumns updated",
  },
  ImportFault: { never: "line reason" },
  ImportNote: { never: "lines remark" },
  PersonMerge: { never: "group id mergedAt mergedBy mergedName mergedPersonId person undoneAt viewerCanUnmerge" },
  LikelyDuplicate: { never: "duplicate duplicateName group id person personName reasons score" },
};
