/** Every migration, oldest first; a list and no glob, so that it is the same from source and from dist. */
import type { MigrationInterface } from "typeorm";
import { Platform1763900000000 } from "./1763900000000-platform.ts";
import { TopicsAndPeople1763900100000 } from "./1763900100000-topics-and-people.ts";
import { SignIn1763900150000 } from "./1763900150000-sign-in.ts";
import { Groups1763900200000 } from "./1763900200000-groups.ts";
import { AuditAndInvitations1763900400000 } from "./1763900400000-audit-and-invitations.ts";
import { Meetings1763900500000 } from "./1763900500000-meetings.ts";
import { Rsvps1763900600000 } from "./1763900600000-rsvps.ts";
import { Attendance1763900700000 } from "./1763900700000-attendance.ts";
import { VisitsAndStandingRsvps1763900800000 } from "./1763900800000-visits-and-standing-rsvps.ts";
import { Imports1763900900000 } from "./1763900900000-imports.ts";
import { ReadsNull1795422151827 } from "./1795422151827-reads-null.ts";
import { PublicChanges1795422200000 } from "./1795422200000-public-changes.ts";
import { AttendancesByStart1795425232195 } from "./1795425232195-attendances-by-start.ts";
import { Places1795433597263 } from "./1795433597263-places.ts";
import { DropCopiedStart1795433844823 } from "./1795433844823-drop-copied-start.ts";
import { LikelyDuplicates1795434000000 } from "./1795434000000-likely-duplicates.ts";
import { MeetingSpots1795434743743 } from "./1795434743743-meeting-spots.ts";
import { ChangesWithoutIds1795435821627 } from "./1795435821627-changes-without-ids.ts";
import { PersonMerges1795436000000 } from "./1795436000000-person-merges.ts";
import { SearchWords1795436799263 } from "./1795436799263-search-words.ts";
import { ImportUploads1795437405666 } from "./1795437405666-import-uploads.ts";
import { ForgetEvents1795440043369 } from "./1795440043369-forget-events.ts";
import { WordsOneByOne1795440100000 } from "./1795440100000-words-one-by-one.ts";
import { RoleTerms1795441000000 } from "./1795441000000-role-terms.ts";
import { Connections1795444600000 } from "./1795444600000-connections.ts";
import { ImportsByGroup1795445000000 } from "./1795445000000-imports-by-group.ts";
import { Introductions1795445000000 } from "./1795445000000-introductions.ts";
import { SpotsWithClocks1795445100000 } from "./1795445100000-spots-with-clocks.ts";
import { Ties1795445200000 } from "./1795445200000-ties.ts";
import { SpotsWithEnds1795445400000 } from "./1795445400000-spots-with-ends.ts";
import { SearchesByRareWords1795445500000 } from "./1795445500000-searches-by-rare-words.ts";
import { ListedTopics1795445600000 } from "./1795445600000-listed-topics.ts";
import { Referrals1795445600000 } from "./1795445600000-referrals.ts";
import { ApiKeys1795446000000 } from "./1795446000000-api-keys.ts";
import { AsksAndOffers1795446000000 } from "./1795446000000-asks-and-offers.ts";
import { ConnectionOffers1795446000000 } from "./1795446000000-connection-offers.ts";
import { DuplicateDismissals1795446150000 } from "./1795446150000-duplicate-dismissals.ts";
import { MeetingValue1795446200000 } from "./1795446200000-meeting-value.ts";
import { PeopleByWork1795446300000 } from "./1795446300000-people-by-work.ts";
import { Encounters1795447800000 } from "./1795447800000-encounters.ts";
import { Recall1795449000000 } from "./1795449000000-recall.ts";
import { AfterIntroductions1795453000000 } from "./1795453000000-after-introductions.ts";
import { SmallCircles1795453600000 } from "./1795453600000-small-circles.ts";
import { Apps1795456100000 } from "./1795456100000-apps.ts";
import { Erasure1795456200000 } from "./1795456200000-erasure.ts";
import { OauthSigningKeys1795457000000 } from "./1795457000000-oauth-signing-keys.ts";
import { AuditChain1795457700000 } from "./1795457700000-audit-chain.ts";
import { IntroductionRequests1795457800000 } from "./1795457800000-introduction-requests.ts";
import { OwnExports1795458700000 } from "./1795458700000-own-exports.ts";
import { Doors1795460000000 } from "./1795460000000-doors.ts";
import { OfferResponses1795460000000 } from "./1795460000000-offer-responses.ts";
import { CheckInCodes1795460100000 } from "./1795460100000-check-in-codes.ts";
import { Passkeys1795460200000 } from "./1795460200000-passkeys.ts";
import { FellowMembersApps1795461000000 } from "./1795461000000-fellow-members-apps.ts";
import { ContactWishes1795462000000 } from "./1795462000000-contact-wishes.ts";
import { Reports1795462000000 } from "./1795462000000-reports.ts";
import { ContactReads1795463000000 } from "./1795463000000-contact-reads.ts";
import { GroupReports1795463100000 } from "./1795463100000-group-reports.ts";
import { Identities1795470300000 } from "./1795470300000-identities.ts";
import { PostingWords1795471000000 } from "./1795471000000-posting-words.ts";
import { TakingPostingsOut1795487553070 } from "./1795487553070-taking-postings-out.ts";
import { ToldSides1795521530124 } from "./1795521530124-told-sides.ts";

export const migrations: (new () => MigrationInterface)[] = [
  Platform1763900000000,
  TopicsAndPeople1763900100000,
  SignIn1763900150000,
  Groups1763900200000,
  AuditAndInvitations1763900400000,
  Meetings1763900500000,
  Rsvps1763900600000,
  Attendance1763900700000,
  VisitsAndStandingRsvps1763900800000,
  Imports1763900900000,
  ReadsNull1795422151827,
  PublicChanges1795422200000,
  AttendancesByStart1795425232195,
  Places1795433597263,
  DropCopiedStart1795433844823,
  LikelyDuplicates1795434000000,
  MeetingSpots1795434743743,
  ChangesWithoutIds1795435821627,
  PersonMerges1795436000000,
  SearchWords1795436799263,
  ImportUploads1795437405666,
  ForgetEvents1795440043369,
  WordsOneByOne1795440100000,
  RoleTerms1795441000000,
  Connections1795444600000,
  Introductions1795445000000,
  ImportsByGroup1795445000000,
  SpotsWithClocks1795445100000,
  Ties1795445200000,
  Referrals1795445600000,
  ApiKeys1795446000000,
  ConnectionOffers1795446000000,
  DuplicateDismissals1795446150000,
  PeopleByWork1795446300000,
  AsksAndOffers1795446000000,
  MeetingValue1795446200000,
  Encounters1795447800000,
  Recall1795449000000,
  AfterIntroductions1795453000000,
  SpotsWithEnds1795445400000,
  SearchesByRareWords1795445500000,
  ListedTopics1795445600000,
  Apps1795456100000,
  Erasure1795456200000,
  AuditChain1795457700000,
  IntroductionRequests1795457800000,
  Doors1795460000000,
  CheckInCodes1795460100000,
  OauthSigningKeys1795457000000,
  OwnExports1795458700000,
  FellowMembersApps1795461000000,
  OfferResponses1795460000000,
  SmallCircles1795453600000,
  ContactWishes1795462000000,
  Passkeys1795460200000,
  Reports1795462000000,
  Identities1795470300000,
  GroupReports1795463100000,
  ContactReads1795463000000,
  PostingWords1795471000000,
  TakingPostingsOut1795487553070,
  ToldSides1795521530124,
];
