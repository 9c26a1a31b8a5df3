/** Every row that a read can answer with, or that a policy asks of, in memory by plain SELECTs. */

import type { DataSource } from "typeorm";
import { App } from "../../src/apps/app.entity.ts";
import { ConnectedApp } from "../../src/apps/connected-app.entity.ts";
import { Ask } from "../../src/asks/ask.entity.ts";
import { AskGroup } from "../../src/asks/ask-group.entity.ts";
import { AskResponse } from "../../src/asks/ask-response.entity.ts";
import { AskTopic } from "../../src/asks/ask-topic.entity.ts";
import { Offer } from "../../src/asks/offer.entity.ts";
import { OfferGroup } from "../../src/asks/offer-group.entity.ts";
import { OfferResponse } from "../../src/asks/offer-response.entity.ts";
import { OfferTopic } from "../../src/asks/offer-topic.entity.ts";
import { Attendance } from "../../src/attendance/attendance.entity.ts";
import { Mark } from "../../src/attendance/mark.entity.ts";
import { MarkDecision } from "../../src/attendance/mark-decision.entity.ts";
import { RollState } from "../../src/attendance/roll.entity.ts";
import { AuditEntry } from "../../src/audit/audit-entry.entity.ts";
import { ConnectedPair } from "../../src/connections/connection.entity.ts";
import { ContactRead } from "../../src/contact-reads/contact-read.entity.ts";
import { GroupWord } from "../../src/discovery/group-word.entity.ts";
import { Door } from "../../src/doors/door.entity.ts";
import { LikelyDuplicate } from "../../src/duplicates/likely-duplicate.entity.ts";
import { Encounter } from "../../src/encounters/encounter.entity.ts";
import { EncounterPerson } from "../../src/encounters/encounter-person.entity.ts";
import { OneToOne } from "../../src/encounters/one-to-one.entity.ts";
import { Ban } from "../../src/groups/ban.entity.ts";
import { Group } from "../../src/groups/group.entity.ts";
import { GroupSlug } from "../../src/groups/group-slug.entity.ts";
import { GroupTopic } from "../../src/groups/group-topic.entity.ts";
import { Invitation } from "../../src/groups/invitation.entity.ts";
import { Membership } from "../../src/groups/membership.entity.ts";
import { MembershipPeriod } from "../../src/groups/membership-period.entity.ts";
import { RoleTerm } from "../../src/hand-overs/role-term.entity.ts";
import { GroupImport } from "../../src/imports/group-import.entity.ts";
import { IntroductionPause } from "../../src/introduction-requests/introduction-pause.entity.ts";
import { IntroductionRequest } from "../../src/introduction-requests/introduction-request.entity.ts";
import { Introduction } from "../../src/introductions/introduction.entity.ts";
import { IntroductionConsent } from "../../src/introductions/introduction-consent.entity.ts";
import { IntroductionOutcome } from "../../src/introductions/introduction-outcome.entity.ts";
import { IntroductionRule } from "../../src/introductions/introduction-rule.entity.ts";
import { IntroductionSide } from "../../src/introductions/introduction-side.entity.ts";
import { ApiKey } from "../../src/keys/api-key.entity.ts";
import { ApiKeyGroup } from "../../src/keys/api-key-group.entity.ts";
import { GroupSuggestion } from "../../src/meeting-value/group-suggestion.entity.ts";
import { Idea } from "../../src/meeting-value/idea.entity.ts";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import { MeetingRole } from "../../src/meetings/meeting-role.entity.ts";
import { MeetingSeats } from "../../src/meetings/meeting-seats.entity.ts";
import { MeetingSeries } from "../../src/meetings/meeting-series.entity.ts";
import { Leave } from "../../src/memberships/leave.entity.ts";
import { Visitor } from "../../src/memberships/visitor.entity.ts";
import { PersonMerge } from "../../src/merges/person-merge.entity.ts";
import { Passkey } from "../../src/passkeys/passkey.entity.ts";
import { Block } from "../../src/people/block.entity.ts";
import { Person } from "../../src/people/person.entity.ts";
import { PersonTopic } from "../../src/people/person-topic.entity.ts";
import { FollowUp } from "../../src/recall/follow-up.entity.ts";
import { RecallNote } from "../../src/recall/recall-note.entity.ts";
import { ClosedBusiness } from "../../src/referrals/closed-business.entity.ts";
import { ClosedBusinessCredit } from "../../src/referrals/closed-business-credit.entity.ts";
import { Referral } from "../../src/referrals/referral.entity.ts";
import { ReferralStep } from "../../src/referrals/referral-step.entity.ts";
import { GroupReport } from "../../src/reports/group-report.entity.ts";
import { DoorLine } from "../../src/rolls/door-line.entity.ts";
import { RollLine } from "../../src/rolls/roll-line.entity.ts";
import { Rsvp } from "../../src/rsvps/rsvp.entity.ts";
import { Session } from "../../src/sign-in/session.entity.ts";
import { StandingRsvp } from "../../src/standing-rsvps/standing-rsvp.entity.ts";
import { Tie } from "../../src/ties/tie.entity.ts";
import { Topic } from "../../src/topics/topic.entity.ts";
import { TopicSynonym } from "../../src/topics/topic-synonym.entity.ts";
import { TopicWord } from "../../src/topics/topic-word.entity.ts";

/** Tables, and the view of a roll's lines, by the name of their entity, which is the name of its GraphQL type. */
export const TABLES = {
  App,
  ConnectedApp,
  ApiKey,
  ApiKeyGroup,
  Ask,
  AskGroup,
  AskResponse,
  AskTopic,
  Attendance,
  AuditEntry,
  Ban,
  Block,
  ClosedBusiness,
  ClosedBusinessCredit,
  ConnectedPair,
  Door,
  DoorLine,
  Encounter,
  EncounterPerson,
  OneToOne,
  FollowUp,
  RecallNote,
  Group,
  GroupImport,
  GroupReport,
  GroupSlug,
  GroupSuggestion,
  Idea,
  GroupTopic,
  GroupWord,
  TopicSynonym,
  TopicWord,
  Introduction,
  IntroductionConsent,
  IntroductionOutcome,
  IntroductionPause,
  IntroductionRequest,
  IntroductionRule,
  IntroductionSide,
  Invitation,
  Leave,
  LikelyDuplicate,
  Mark,
  MarkDecision,
  Meeting,
  MeetingRole,
  MeetingSeats,
  MeetingSeries,
  Membership,
  MembershipPeriod,
  Offer,
  OfferGroup,
  OfferResponse,
  OfferTopic,
  ContactRead,
  Passkey,
  Person,
  PersonMerge,
  PersonTopic,
  Referral,
  ReferralStep,
  RoleTerm,
  RollLine,
  RollState,
  Rsvp,
  Session,
  StandingRsvp,
  Tie,
  Topic,
  Visitor,
} as const;

type Tables = typeof TABLES;
export type Rows = { readonly [K in keyof Tables]: readonly InstanceType<Tables[K]>[] };

/** What stands before the global ids of each type; written a second time on purpose. */
export const PREFIXES: Readonly<Partial<Record<keyof Tables, string>>> = {
  App: "app",
  ConnectedApp: "cap",
  ApiKey: "key",
  Ask: "ask",
  AskResponse: "rsp",
  Attendance: "att",
  AuditEntry: "aud",
  Ban: "ban",
  Block: "blk",
  ClosedBusiness: "biz",
  ConnectedPair: "con",
  Door: "dor",
  Encounter: "enc",
  FollowUp: "fup",
  RecallNote: "rcn",
  Group: "grp",
  GroupReport: "rep",
  GroupSuggestion: "sug",
  Idea: "ide",
  Introduction: "itr",
  IntroductionOutcome: "ito",
  IntroductionRequest: "irq",
  GroupImport: "imp",
  Invitation: "inv",
  Leave: "lve",
  LikelyDuplicate: "dup",
  Mark: "mrk",
  Meeting: "mtg",
  MeetingSeries: "ser",
  Membership: "mem",
  MembershipPeriod: "prd",
  Offer: "off",
  OfferResponse: "ors",
  ContactRead: "crd",
  Passkey: "pky",
  Person: "per",
  PersonMerge: "mrg",
  Referral: "ref",
  RoleTerm: "rtm",
  Rsvp: "rsv",
  Session: "ses",
  StandingRsvp: "srs",
  Topic: "top",
  Visitor: "vis",
};

/** The type whose row this is. */
export const typeOf = (row: object): keyof Tables => row.constructor.name as keyof Tables;

export const globalIdOf = (row: { id: string }): string =>
  `${PREFIXES[typeOf(row)] ?? ""}_${row.id.replaceAll("-", "")}`;

export async function loadRows(dataSource: DataSource): Promise<Rows> {
  const loaded = await Promise.all(
    Object.entries(TABLES).map(
      async ([name, entity]) => [name, await dataSource.getRepository(entity).find()] as const,
    ),
  );
  return Object.fromEntries(loaded) as unknown as Rows;
}
