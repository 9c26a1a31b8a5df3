/**
 * The directory of rooms: one line per class. A class that is not listed here does not exist for the database (entities)
 * or for the schema (resolvers).
 */
// Loaded for what they register: reactions and timers, and what can be read.
import "../discovery/group-meets.reads.ts";
import "../discovery/meeting-spot.reads.ts";
import "../meetings/meeting.jobs.ts";
import "../meetings/meeting.reads.ts";
import "../people/block.reads.ts";
import "../people/member-profile.reads.ts";
import "../people/person.reads.ts";
import "../people/profile-preview.reads.ts";
import "../scopes/field-table.ts";
import "../platform/node.reads.ts";
import "../audit/audit-entry.reads.ts";
import "../groups/group.reads.ts";
import "../introduction-requests/introduction-pause.reads.ts";
import "../introduction-requests/introduction-request.mails.ts";
import "../introduction-requests/introduction-request.reads.ts";
import "../introductions/introduction.jobs.ts";
import "../introductions/introduction.mails.ts";
import "../introductions/introduction.reads.ts";
import "../introductions/introduction-balance.reads.ts";
import "../introductions/introduction-outcome.reads.ts";
import "../introductions/introduction-rule.reads.ts";
import "../introductions/introduction-side.reads.ts";
import "../invitations/invitation.jobs.ts";
import "../hand-overs/role-term.jobs.ts";
import "../hand-overs/role-term.mails.ts";
import "../hand-overs/role-term.reads.ts";
import "../invitations/invitation.mails.ts";
import "../apps/app.jobs.ts";
import "../apps/app.mails.ts";
import "../apps/app.reads.ts";
import "../apps/connected-app.reads.ts";
import "../keys/api-key.jobs.ts";
import "../keys/api-key.reads.ts";
import "../check-ins/check-in-code.jobs.ts";
import "../doors/door.jobs.ts";
import "../doors/door.reads.ts";
import "../invitations/invitation.reads.ts";
import "../memberships/membership.reads.ts";
import "../memberships/record.reads.ts";
import "../attendance/attendance.reads.ts";
import "../attendance/visitor-visits.reads.ts";
import "../imports/group-import.reads.ts";
import "../duplicates/likely-duplicate.jobs.ts";
import "../duplicates/likely-duplicate.reads.ts";
import "../merges/person-merge.jobs.ts";
import "../merges/person-merge.reads.ts";
import "../attendance/mark.reads.ts";
import "../platform/upkeep.jobs.ts";
import "../admissions/admission.reads.ts";
import "../rsvps/rsvp.jobs.ts";
import "../rsvps/rsvp.mails.ts";
import "../rolls/attendance-stats.reads.ts";
import "../rolls/attendance-summary.reads.ts";
import "../rolls/roll.reads.ts";
import "../rolls/door-line.reads.ts";
import "../rsvps/rsvp.reads.ts";
import "../series/series.jobs.ts";
import "../series/series.reads.ts";
import "../contact-reads/contact-read.jobs.ts";
import "../contact-reads/contact-read.reads.ts";
import "../passkeys/passkey.jobs.ts";
import "../passkeys/passkey.mails.ts";
import "../passkeys/passkey.reads.ts";
import "../sign-in/session.reads.ts";
import "../sign-in/sign-in.jobs.ts";
import "../sign-in/sign-in.mails.ts";
import "../topics/topic.reads.ts";
import "../suggestions/suggestion.reads.ts";
import "../ties/tie.jobs.ts";
import "../asks/ask.reads.ts";
import "../meeting-value/meeting-value.reads.ts";
import "../asks/offer.reads.ts";
import "../ties/tie.reads.ts";
import "../referrals/closed-business.reads.ts";
import "../referrals/group-referral-totals.reads.ts";
import "../asks/ask.jobs.ts";
import "../asks/ask.mails.ts";
import "../referrals/referral.jobs.ts";
import "../referrals/referral.mails.ts";
import "../referrals/referral.reads.ts";
import "../warm-paths/warm-path.reads.ts";
import { AdmissionResolver } from "../admissions/admission.resolver.ts";
import "../standing-rsvps/standing-rsvp.jobs.ts";
import "../standing-rsvps/standing-rsvp.reads.ts";
import "../visits/visit.jobs.ts";
import "../visits/visit.mails.ts";
import { App } from "../apps/app.entity.ts";
import { AppResolver } from "../apps/app.resolver.ts";
import { ConnectedApp } from "../apps/connected-app.entity.ts";
import { OauthArtifact } from "../apps/oauth-artifact.entity.ts";
import { SigningKey } from "../apps/signing-key.entity.ts";
import { Ask } from "../asks/ask.entity.ts";
import { AskResolver } from "../asks/ask.resolver.ts";
import { AskGroup } from "../asks/ask-group.entity.ts";
import { AskResponse } from "../asks/ask-response.entity.ts";
import { AskTopic } from "../asks/ask-topic.entity.ts";
import { Offer } from "../asks/offer.entity.ts";
import { OfferGroup } from "../asks/offer-group.entity.ts";
import { OfferResponse } from "../asks/offer-response.entity.ts";
import { OfferTopic } from "../asks/offer-topic.entity.ts";
import { Attendance } from "../attendance/attendance.entity.ts";
import { AttendanceResolver } from "../attendance/attendance.resolver.ts";
import { Mark } from "../attendance/mark.entity.ts";
import { MarkDecision } from "../attendance/mark-decision.entity.ts";
import { RollState } from "../attendance/roll.entity.ts";
import { WalkIn } from "../attendance/walk-in.entity.ts";
import { AuditEntry } from "../audit/audit-entry.entity.ts";
import { AuditHead } from "../audit/audit-head.entity.ts";
import "../connections/connection.jobs.ts";
import "../connections/connection.reads.ts";
import { CheckInCode } from "../check-ins/check-in-code.entity.ts";
import { CheckInCodeResolver } from "../check-ins/check-in-code.resolver.ts";
import { ConnectedPair } from "../connections/connection.entity.ts";
import { acquaintanceOfConnections } from "../connections/connection.policy.ts";
import { ConnectionResolver } from "../connections/connection.resolver.ts";
import { ConnectionOffer } from "../connections/connection-offer.entity.ts";
import { ContactWish } from "../connections/contact-wish.entity.ts";
import { GroupWord } from "../discovery/group-word.entity.ts";
import { MeetingSpot } from "../discovery/meeting-spot.entity.ts";
import { MeetingWord } from "../discovery/meeting-word.entity.ts";
import { Door } from "../doors/door.entity.ts";
import { DoorResolver } from "../doors/door.resolver.ts";
import { DuplicateDismissal } from "../duplicates/duplicate-dismissal.entity.ts";
import "../encounters/encounter.reads.ts";
import "../recall/recall.reads.ts";
import { LikelyDuplicate } from "../duplicates/likely-duplicate.entity.ts";
import { LikelyDuplicateResolver } from "../duplicates/likely-duplicate.resolver.ts";
import { UnscannedBooks } from "../duplicates/unscanned-books.entity.ts";
import { Encounter } from "../encounters/encounter.entity.ts";
import { EncounterResolver } from "../encounters/encounter.resolver.ts";
import { EncounterPerson } from "../encounters/encounter-person.entity.ts";
import { OneToOne } from "../encounters/one-to-one.entity.ts";
import { GroupSettingsResolver } from "../group-settings/group-settings.resolver.ts";
import { Ban } from "../groups/ban.entity.ts";
import { Group } from "../groups/group.entity.ts";
import { GroupResolver } from "../groups/group.resolver.ts";
import { GroupSlug } from "../groups/group-slug.entity.ts";
import { GroupTopic } from "../groups/group-topic.entity.ts";
import { Invitation } from "../groups/invitation.entity.ts";
import { ListedTopic } from "../groups/listed-topic.entity.ts";
import { Membership } from "../groups/membership.entity.ts";
import { MembershipPeriod } from "../groups/membership-period.entity.ts";
import { HandOverResolver } from "../hand-overs/hand-over.resolver.ts";
import { RoleTerm } from "../hand-overs/role-term.entity.ts";
import "../own-data/own-data.jobs.ts";
import "../reports/group-report.reads.ts";
import "../reports/report.jobs.ts";
import "../reports/report.mails.ts";
import { GroupReport } from "../reports/group-report.entity.ts";
import { Report } from "../reports/report.entity.ts";
import { ReportResolver } from "../reports/report.resolver.ts";
import "../own-data/own-data.mails.ts";
import { OwnDataResolver } from "../own-data/own-data.resolver.ts";
import { OwnExport } from "../own-data/own-export.entity.ts";
import "../erasure/erasure.mails.ts";
import { ErasureResolver } from "../erasure/erasure.resolver.ts";
import { ExternalId } from "../imports/external-id.entity.ts";
import { GroupImport } from "../imports/group-import.entity.ts";
import { FollowUp } from "../recall/follow-up.entity.ts";
import { RecallResolver } from "../recall/recall.resolver.ts";
import { RecallNote } from "../recall/recall-note.entity.ts";
import "../imports/import.jobs.ts";
import { ContactRead } from "../contact-reads/contact-read.entity.ts";
import { Identity } from "../identities/identity.entity.ts";
import { ImportResolver } from "../imports/import.resolver.ts";
import { ImportPiece } from "../imports/import-piece.entity.ts";
import { IntroductionPause } from "../introduction-requests/introduction-pause.entity.ts";
import { IntroductionRequest } from "../introduction-requests/introduction-request.entity.ts";
import { IntroductionRequestResolver } from "../introduction-requests/introduction-request.resolver.ts";
import { Introduction } from "../introductions/introduction.entity.ts";
import { IntroductionResolver } from "../introductions/introduction.resolver.ts";
import { IntroductionConsent } from "../introductions/introduction-consent.entity.ts";
import { IntroductionOutcome } from "../introductions/introduction-outcome.entity.ts";
import { IntroductionRule } from "../introductions/introduction-rule.entity.ts";
import { IntroductionSide } from "../introductions/introduction-side.entity.ts";
import { InvitationResolver } from "../invitations/invitation.resolver.ts";
import { ApiKey } from "../keys/api-key.entity.ts";
import { ApiKeyResolver } from "../keys/api-key.resolver.ts";
import { ApiKeyGroup } from "../keys/api-key-group.entity.ts";
import { ApiKeySecret } from "../keys/api-key-secret.entity.ts";
import { GroupSuggestion } from "../meeting-value/group-suggestion.entity.ts";
import { Idea } from "../meeting-value/idea.entity.ts";
import { MeetingValueResolver } from "../meeting-value/meeting-value.resolver.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { MeetingResolver } from "../meetings/meeting.resolver.ts";
import { MeetingRole } from "../meetings/meeting-role.entity.ts";
import { MeetingSeats } from "../meetings/meeting-seats.entity.ts";
import { MeetingSeries } from "../meetings/meeting-series.entity.ts";
import { Leave } from "../memberships/leave.entity.ts";
import { acquaintanceOfGroups } from "../memberships/membership.policy.ts";
import { MembershipResolver } from "../memberships/membership.resolver.ts";
import { Visitor } from "../memberships/visitor.entity.ts";
import { PersonMerge } from "../merges/person-merge.entity.ts";
import { PersonMergeResolver } from "../merges/person-merge.resolver.ts";
import { Passkey } from "../passkeys/passkey.entity.ts";
import { PasskeyResolver } from "../passkeys/passkey.resolver.ts";
import { PasskeyChallenge } from "../passkeys/passkey-challenge.entity.ts";
import { fillAcquaintance } from "../people/acquaintance.ts";
import { Block } from "../people/block.entity.ts";
import { Person } from "../people/person.entity.ts";
import { PersonResolver } from "../people/person.resolver.ts";
import { PersonTopic } from "../people/person-topic.entity.ts";
import type { Class } from "../platform/reads/reads.ts";
import { ClosedBusiness } from "../referrals/closed-business.entity.ts";
import { ClosedBusinessCredit } from "../referrals/closed-business-credit.entity.ts";
import { Referral } from "../referrals/referral.entity.ts";
import { ReferralResolver } from "../referrals/referral.resolver.ts";
import { ReferralStep } from "../referrals/referral-step.entity.ts";
import { DoorLine } from "../rolls/door-line.entity.ts";
import { RollResolver } from "../rolls/roll.resolver.ts";
import { RollLine } from "../rolls/roll-line.entity.ts";
import { Rsvp } from "../rsvps/rsvp.entity.ts";
import { RsvpResolver } from "../rsvps/rsvp.resolver.ts";
import { SeatOfferResolver } from "../seat-offers/seat-offer.resolver.ts";
import { RecurrencePreviewResolver } from "../series/recurrence-preview.resolver.ts";
import { SeriesResolver } from "../series/series.resolver.ts";
import { Session } from "../sign-in/session.entity.ts";
import { SignInResolver } from "../sign-in/sign-in.resolver.ts";
import { SignInChallenge } from "../sign-in/sign-in-challenge.entity.ts";
import { StandingRsvp } from "../standing-rsvps/standing-rsvp.entity.ts";
import { StandingRsvpResolver } from "../standing-rsvps/standing-rsvp.resolver.ts";
import { Tie } from "../ties/tie.entity.ts";
import { Topic } from "../topics/topic.entity.ts";
import { TopicSynonym } from "../topics/topic-synonym.entity.ts";
import { TopicWord } from "../topics/topic-word.entity.ts";
import { TransferResolver } from "../transfers/transfer.resolver.ts";
import { VisitResolver } from "../visits/visit.resolver.ts";
import { VisitRequest } from "../visits/visit-request.entity.ts";
import { RateLimitResolver } from "./rate-limit.resolver.ts";

/** Classes with a table, in the order of the floors, lowest first. */
export const entities: Class[] = [
  // topics
  Topic,
  TopicSynonym,
  TopicWord,
  // people
  Person,
  PersonTopic,
  Block,
  // sign-in
  Session,
  SignInChallenge,
  // passkeys
  Passkey,
  PasskeyChallenge,
  // identities
  Identity,
  // groups
  Group,
  GroupSlug,
  GroupTopic,
  ListedTopic,
  Membership,
  MembershipPeriod,
  Ban,
  Invitation,
  // audit
  AuditEntry,
  AuditHead,
  // memberships
  Leave,
  Visitor,
  // hand-overs
  RoleTerm,
  // keys
  ApiKey,
  ApiKeyGroup,
  ApiKeySecret,
  // apps
  App,
  ConnectedApp,
  OauthArtifact,
  SigningKey,
  // contact-reads
  ContactRead,
  // meetings
  MeetingSeries,
  Meeting,
  MeetingSeats,
  MeetingRole,
  // discovery
  MeetingSpot,
  MeetingWord,
  GroupWord,
  // doors
  Door,
  // rsvps
  Rsvp,
  // visits
  VisitRequest,
  // standing-rsvps
  StandingRsvp,
  // attendance
  RollState,
  Mark,
  MarkDecision,
  WalkIn,
  Attendance,
  // check-ins
  CheckInCode,
  // rolls
  RollLine,
  DoorLine,
  // connections
  ConnectedPair,
  // introduction-requests
  IntroductionPause,
  IntroductionRequest,
  // introductions
  Introduction,
  IntroductionSide,
  IntroductionConsent,
  IntroductionOutcome,
  IntroductionRule,
  // ties
  Tie,
  // referrals
  Referral,
  ReferralStep,
  ClosedBusiness,
  ClosedBusinessCredit,
  ConnectionOffer,
  ContactWish,
  // asks
  Ask,
  AskTopic,
  AskGroup,
  AskResponse,
  Offer,
  OfferTopic,
  OfferGroup,
  OfferResponse,
  // meeting-value
  Idea,
  GroupSuggestion,
  // encounters
  Encounter,
  EncounterPerson,
  OneToOne,
  // recall
  RecallNote,
  FollowUp,
  // imports
  ExternalId,
  // merges
  PersonMerge,
  GroupImport,
  ImportPiece,
  // duplicates
  LikelyDuplicate,
  DuplicateDismissal,
  UnscannedBooks,
  // own-data
  OwnExport,
  // reports
  Report,
  GroupReport,
];

/** Classes whose methods are root fields. */
export const resolvers: Class[] = [
  RateLimitResolver,
  PersonResolver,
  SignInResolver,
  PasskeyResolver,
  GroupResolver,
  GroupSettingsResolver,
  MembershipResolver,
  InvitationResolver,
  HandOverResolver,
  ApiKeyResolver,
  AppResolver,
  MeetingResolver,
  SeriesResolver,
  RecurrencePreviewResolver,
  RsvpResolver,
  SeatOfferResolver,
  AdmissionResolver,
  VisitResolver,
  TransferResolver,
  ImportResolver,
  StandingRsvpResolver,
  DoorResolver,
  AttendanceResolver,
  CheckInCodeResolver,
  RollResolver,
  ConnectionResolver,
  EncounterResolver,
  RecallResolver,
  PersonMergeResolver,
  IntroductionRequestResolver,
  IntroductionResolver,
  ReferralResolver,
  LikelyDuplicateResolver,
  AskResolver,
  MeetingValueResolver,
  ErasureResolver,
  OwnDataResolver,
  ReportResolver,
];

/** Object types that only an interface reaches. */
export const orphanedTypes: Class[] = [];

// What the policies of people ask of the rooms above them.
fillAcquaintance(acquaintanceOfGroups);
fillAcquaintance(acquaintanceOfConnections);
