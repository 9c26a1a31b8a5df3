import type { FieldTable } from "./field-table.ts";

/** People, their profiles, and what only concerns themselves. */
export const FIELDS_OF_PEOPLE: FieldTable = {
  Query: {
    open: "viewer node nodes rateLimit recurrencePreview topic topics",
    "groups:read": "group groups",
    "meetings:read": "meetings",
    "network:read": "asks offers",
    never: "door",
  },
  Subscription: { "meetings:read": "meetingChanged", never: "doorChanged" },
  Person: {
    open: "id profile",
    "profile:read": "createdAt updatedAt version",
    "contact:read": "contact",
    "groups:read": "memberships",
    "rsvps:read": "rsvps",
    "attendance:read": "attendances",
    "introductions:read": "introductionBalance introductionRequests introductions wantsIntroductions",
    "network:read":
      "askResponses asks closedBusinessCredited closedBusinessCurrencies closedBusinessReported closedBusinessSums connections encounters groupSuggestionsGiven groupSuggestionsReceived helpGiven helpReceived ideas ideasCredited offerResponses offers referralsGiven referralsReceived viewerConnection viewerEncounters viewerLastMet",
    never:
      "allowsFellowMembersApps apps blocks connectedApps contactReads followUps invitations listedAsAttendee passkeys peopleToRecall profileAs recallNotes reportsMade sessions suggestedIntroductions viewerCanBlock viewerCanUpdateProfile viewerFollowUps viewerRecallNotes visibility warmPaths",
  },
  MemberProfile: {
    "profile:read":
      "avatarUrl company displayName headline industry jobTitle languages links place profession story timeZone topics",
  },
  MemberPlace: { "profile:read": "city coordinates country region" },
  MemberContact: { "contact:read": "email phone" },
  ProfilePreview: { never: "contact profile" },
  FieldVisibility: { never: "audience field" },
  Block: { never: "createdAt displayName id personId" },
  Passkey: { never: "createdAt id isBackedUp lastUsedAt name" },
  App: {
    never:
      "createdAt disabledAt id kind name postLogoutRedirectUris redirectUris reviewState updatedAt version websiteUrl",
  },
  ConnectedApp: {
    never: "consentedAt createdAt expiresAt groups id lastUsedAt name narrowedAt scopes seesAllGroups websiteUrl",
  },
  ContactRead: { never: "appName details firstReadAt id isByApp lastReadAt readOn reader times" },
  Session: { never: "createdAt endedAt expiresAt id isCurrent lastSeenAt method userAgent" },
  RecallNote: { never: "createdAt id person text updatedAt version" },
  FollowUp: { never: "createdAt dueOn id person settledAt status text version" },
  SuggestedIntroduction: { never: "personA personB reasons" },
  SuggestedPerson: { never: "person reasons" },
  SuggestionReason: { never: "kind words" },
  WarmPath: { never: "band connectors steps target" },
  WarmPathStep: { never: "band from reason to" },
  Topic: { open: "groupCount id name slug synonyms" },
  TopicSynonym: { open: "name" },
  Coordinates: { open: "latitude longitude" },
  RateLimit: { open: "cost limit remaining resetAt" },
};
