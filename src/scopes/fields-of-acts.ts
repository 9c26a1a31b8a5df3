import type { FieldTable } from "./field-table.ts";

/**
 * What an app may do for its member. Accounts, privacy, consent, keys and the running of groups are the member's own to
 * see to, whatever they agreed to.
 */
export const FIELDS_OF_ACTS: FieldTable = {
  Mutation: {
    "rsvps:write": "acceptSeatOffer declineSeatOffer endStandingRsvp rsvpGoing rsvpMaybe rsvpNotGoing setStandingRsvp",
    "attendance:write":
      "acceptMark checkIn checkInWithCode dismissMark makeCheckInCode recordAttendance reopenRoll skipRoll submitRoll",
    "introductions:write":
      "answerIntroduction declareMet declareWentCold declineIntroductionRequest proposeIntroduction recordIntroductionOutcome requestIntroduction thankConnector withdrawAnswer withdrawIntroduction withdrawIntroductionRequest",
    "network:write":
      "acceptConnection acknowledgeReferral captureIdea closeAsk closeOffer confirmHelp confirmHelpFromOffer correctClosedBusiness deleteEncounter discardIdea disconnect logEncounter offerConnection passReferral postAsk postOffer reportClosedBusiness reportGroupSuggestion reportReferralContacted reportReferralLost reportReferralWon respondToAsk respondToOffer returnReferral suggestGroup updateEncounter",
    never:
      "acceptInvitation addFollowUp addMember admitToMeeting answerIntroductionByLink approveMembership approveRsvp archiveGroup banPerson beginImport beginPasskeyRegistration beginPasskeySignIn blockPerson cancelLeave cancelMeeting changeEmail changeRole closeDoor confirmImport confirmVisit createApiKey createGroup decideReport declineMembership declineRsvp deleteFollowUp deleteRecallNote disableApp disconnectApp dismissDuplicate endSeries endSession eraseMe exportGroup exportMyData forgetContacts handOver importContacts inviteToGroup joinGroup leaveGroup liftBan mergePeople narrowApp openDoor publishMeeting recordLeave registerApp registerPasskey removeMember removePasskey renamePasskey reportToOperator reportToOrganisers requestEmailChange requestErasure requestMembership requestSignIn requestVisit rescheduleMeeting revokeApiKey revokeInvitation rotateApiKey scheduleMeeting scheduleSeries setBridgeConsent setFellowMembersApps setFieldVisibility setIntroductionDays setIntroductionsWanted signInWithCode signInWithLink signInWithPasskey signOut transferOwnership unblockPerson unmergePeople updateApp updateFollowUp updateGroup updateMeeting updateProfile updateRecallNote updateSeries writeRecallNote",
  },
  ConflictError: { open: "code conflicting message path" },
  InvalidInputError: { open: "code message path" },
  StaleObjectError: { open: "code current message path" },
};
