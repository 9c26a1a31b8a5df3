/** The lines of the matrix for groups, those in them, and what goes in and out. */
import { type Acts, act, FOREIGN, OWN } from "./line.ts";

export const MUTATIONS_OF_GROUPS: Acts = {
  // ---- groups
  createGroup: act(() => ({ name: "New Group", timeZone: "Europe/London" }), OWN),
  updateGroup: act(
    (h) => ({ groupId: h.group, city: "Leeds", joinMode: "INVITE_ONLY" }),
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
  reportToOrganisers: [
    act(
      (h) => ({ groupId: h.group, subjectId: h.other, reason: "SPAM" }),
      "UNAUTHENTICATED FORBIDDEN ok ok ok ok ok FORBIDDEN NOT_FOUND NOT_FOUND",
    ),
    act(
      (h) => ({ groupId: h.group, subjectId: h.meeting, reason: "SPAM" }),
      "UNAUTHENTICATED FORBIDDEN ok ok ok ok ok FORBIDDEN ok NOT_FOUND",
    ),
  ],
  decideReport: [
    act(
      (h) => ({ reportId: h.report, outcome: "DISMISSED" }),
      "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
    ),
    act((h) => ({ reportId: h.reportOfViewer, outcome: "DISMISSED" }), FOREIGN),
  ],
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
};
