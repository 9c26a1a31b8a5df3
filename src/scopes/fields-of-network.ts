import type { FieldTable } from "./field-table.ts";

/** What is between people. What somebody else confided, their contact details and their reasons, is not for apps. */
export const FIELDS_OF_NETWORK: FieldTable = {
  Introduction: {
    "introductions:read or introductions:write":
      "asking connectorId connectorName createdAt expiresAt group id meeting metAt outcomes reason request sharedAt sides state viewerCanAnswer viewerCanTellOutcome viewerCanWithdraw viewerCanWithdrawAnswer wentColdAt",
  },
  IntroductionSide: {
    "introductions:read or introductions:write":
      "answer answeredAt askedAt isOutsider isViewer laterUntil name note person personId shares thankedAt thanks word",
    never: "contact email",
  },
  IntroductionRequest: {
    "introductions:read or introductions:write":
      "askerId askerName connectorId connectorName createdAt expiresAt id introduction need reason state towardsId towardsName viewerCanTakeUp viewerCanWithdraw",
  },
  IntroductionBalance: { "introductions:read": "given received thanked" },
  GroupIntroductionBalance: { "introductions:read": "given received thanked" },
  IntroducedContact: { never: "email links phone" },
  IntroductionOutcome: {
    "introductions:read or introductions:write":
      "amount id introduction isConfidential isViewers kind recordedAt words",
  },
  ConnectedPair: {
    "network:read or network:write": "band group id meeting origin other startedAt",
    never: "viewerBridges",
  },
  Encounter: {
    "network:read or network:write":
      "createdAt id isConfirmed meeting metOn note people place setting version wishesConnection",
  },
  EncounterPerson: { "network:read or network:write": "name person" },
  Ask: {
    "network:read or network:write":
      "audience closedAt groups id isOpen kind matchingOffers openUntil person postedAt responses text topics viewerCanClose viewerCanRespond viewerResponse",
  },
  AskResponse: { "network:read or network:write": "ask helpedAt id person respondedAt text viewerCanConfirmHelp" },
  Offer: {
    "network:read or network:write":
      "audience closedAt groups id isOpen kind openUntil person postedAt responses text topics viewerCanClose viewerCanRespond viewerResponse",
  },
  OfferResponse: { "network:read or network:write": "helpedAt id offer person respondedAt text viewerCanConfirmHelp" },
  Referral: {
    "network:read or network:write":
      "closedBusiness consentGivenOn consentManner effort fromReferral giver group id likelihood passedAt receiver status steps text updatedAt version viewerCanAcknowledge viewerCanReportClosedBusiness viewerCanReportContacted viewerCanReportLost viewerCanReportWon viewerCanReturn",
    never: "prospectContact prospectName",
  },
  ReferralStep: { "network:read or network:write": "status takenAt word" },
  ProspectContact: { never: "email phone" },
  ClosedBusiness: {
    "network:read or network:write":
      "amount closedOn corrects id isStanding referral reportedAt showsPayerToGiver viewerCanCorrect viewerCreditPlace",
    never: "payer",
  },
  BusinessSums: { "network:read": "credited reported" },
  BusinessSum: { "network:read": "amountMinorUnits count" },
  GroupReferralTotals: { never: "closedBusinessMinorUnits givers passed receivers" },
  Idea: {
    "network:read or network:write": "author capturedAt creditedTo id meeting tellsCredited text viewerCanDiscard",
  },
  GroupSuggestion: {
    "network:read or network:write":
      "giver group id meeting outcome outcomeAt receiver suggestedAt text viewerCanReport",
  },
  MeetingValue: { "network:read": "contacts encounters groupSuggestions ideas" },
};
