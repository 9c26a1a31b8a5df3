/** Conjuncts that no operation can notice, by the name that `scripts/spoil-policies.ts` prints, and why they stand. */
export const REDUNDANT: Readonly<Record<string, string>> = {
  "asks/ask.reads.ts | Ask.fields.viewerCanRespond | and: isOpen(a, v)":
    "Of those that are closed one sees one's own, and what one has responded to. It says so where the field stands.",
  "asks/ask.reads.ts | answers | and: isOpen(offer, v)": "Of others' offers nobody sees those that are closed.",
  "asks/offer.reads.ts | Offer.fields.viewerCanRespond | and: isOpen(o, v)":
    "Of others' offers one sees none that is closed, but what one has responded to. It says so where the field stands.",
  'asks/posting.policy.ts | isAmongAudience | and: isOneOf(posting.audience, "GROUPS")':
    "Postings to others name no groups.",
  "audit/audit-entry.policy.ts | visibleAuditEntry | and: v.sees(Group, entry.groupId)":
    "Whoever organises a group sees it. It proves to the engine that the group is seen, so that `group` is not null.",
  "duplicates/likely-duplicate.policy.ts | visibleLikelyDuplicate | and: v.sees(Group, d.groupId)":
    "Whoever organises a group sees it. It proves that `group` is not null.",
  "encounters/encounter.reads.ts | EncounterPerson.visible | visible: visibleEncounterPerson":
    "They are no nodes: they are reached through their encounter alone, which was seen then.",
  "encounters/encounter.reads.ts | Person.viewerEncounters | and: isSelf(v, e.authorId)":
    "Nobody else's encounter is in sight. It is there for the index by author.",
  "hand-overs/role-term.policy.ts | visibleRoleTerm | and: v.sees(Group, t.groupId)":
    "Whoever is a member of a group sees it. It proves that `group` is not null.",
  "imports/group-import.policy.ts | visibleGroupImport | and: v.sees(Group, i.groupId)":
    "Whoever organises a group sees it. It proves that `group` is not null.",
  "introduction-requests/introduction-request.reads.ts | IntroductionRequest.fields.towardsId.when | when: (r) => present(r.towardsId)":
    "Of a key that is null an id is null as well. It makes the field nullable.",
  "introductions/introduction-side.reads.ts | IntroductionSide.guards.sharedEmail | guard: hasPassedToViewer":
    "Shown as a whole by the same rule in `contact`. Every column of sides states a guard.",
  "introductions/introduction-side.reads.ts | IntroductionSide.guards.sharedLinks | guard: hasPassedToViewer":
    "Shown as a whole by the same rule in `contact`. Every column of sides states a guard.",
  "introductions/introduction-side.reads.ts | IntroductionSide.guards.sharedPhone | guard: hasPassedToViewer":
    "Shown as a whole by the same rule in `contact`. Every column of sides states a guard.",
  "introductions/introduction-side.reads.ts | IntroductionSide.visible | visible: visibleSide":
    "Sides are no nodes: they are reached through their introduction alone, which was seen then.",
  "introductions/introduction.policy.ts | hasAnswered | and: present(s.askedAt)":
    "Who was not asked does not see the introduction. It says so where the answers are told apart.",
  "introductions/introduction.policy.ts | isClosedByViewer | and: present(s.askedAt)":
    "Who was not asked has not answered (a CHECK says so).",
  "invitations/invitation.policy.ts | visibleInvitation | and: v.sees(Group, i.groupId)":
    "Whoever organises a group, or is invited to it, sees it. It proves that `group` is not null.",
  "meeting-value/meeting-value.reads.ts | Meeting.viewerValue.fields.encounters.where | where: (e, _m, v) => isSelf(v, e.authorId)":
    "Nobody else's encounter is in sight. It is there for the index by author.",
  "meeting-value/meeting-value.reads.ts | Meeting.viewerValue.fields.contacts | and: not(isSelf(v, p.id))":
    "Nobody is connected with themself (a CHECK says so). It proves so to whoever reads the list.",
  "memberships/membership.policy.ts | visibleVisitor | and: v.sees(Group, x.groupId)":
    "Whoever hosts a group sees it. It proves that `group` is not null.",
  "memberships/membership.policy.ts | visibleBan | and: v.sees(Group, b.groupId)":
    "Whoever organises a group sees it. It proves that `group` is not null.",
  "merges/person-merge.policy.ts | visiblePersonMerge | and: v.sees(Group, m.groupId)":
    "Whoever organises a group sees it. It proves that `group` is not null.",
  "merges/person-merge.reads.ts | PersonMerge.fields.viewerCanUnmerge | and: organises(v, m.groupId)":
    "Only those who organise the group see a merge at all.",
  "meetings/meeting.policy.ts | visibleMeetingRole | and: v.sees(Meeting, r.meetingId)":
    "Hosts and speakers are no nodes: they are reached through their meeting alone, which was seen then.",
  "meetings/meeting.reads.ts | MeetingSeats.visible | visible: visibleMeetingSeats":
    "Seats are no nodes: they are reached through their meeting alone, which was seen then.",
  "meetings/meeting.reads.ts | Meeting.viewerCanPublish | and: organises(v, m.groupId)":
    "Only those who organise the group see a draft at all.",
  "meetings/meeting.reads.ts | upcoming | and: sql`${m.startsAt} > ${v.now} - ${integer(DURATION_MINUTES_MAX)} * interval '1 minute'`":
    "What is not over began no longer ago than the longest meeting lasts (a CHECK says so). It is there for the indexes.",
  'people/person.reads.ts | Person.guards.latitude | guard: allows("coordinatesAudience")':
    "The point is shown as a whole, by the same audience, in `hasCoordinates`. Every column of people states a guard.",
  'people/person.reads.ts | Person.guards.longitude | guard: allows("coordinatesAudience")':
    "The point is shown as a whole, by the same audience, in `hasCoordinates`. Every column of people states a guard.",
  "recall/recall.reads.ts | Person.viewerFollowUps | and: isOwnWriting(f, v)":
    "Nobody else's promise is in sight. It is there for the index by author.",
  "recall/recall.reads.ts | Person.viewerRecallNotes | and: isOwnWriting(n, v)":
    "Nobody else's note is in sight. It is there for the index by author.",
  "referrals/referral.policy.ts | seesProspectContact | and: isReceiver(r, v)":
    "But for the giver, the receiver alone sees a referral. It says so where the contact is shown.",
  "referrals/referral.reads.ts | ReferralStep.visible | visible: (s, v) => v.sees(Referral, s.referralId)":
    "Steps are no nodes: they are reached through their referral alone, which was seen then.",
  "reports/group-report.policy.ts | viewerCanDecide | and: organises(v, r.groupId)":
    "But for who reported it, only those who organise the group see a report at all.",
  "reports/group-report.policy.ts | visibleGroupReport | and: v.sees(Group, r.groupId)":
    "Whoever organises a group sees it. It proves that `group` is not null.",
  "rolls/door-line.policy.ts | visibleDoorLine | and: eq(door.meetingId, line.meetingId)":
    "Lines are no nodes: they are reached through `Door.lines` alone, which ties them to the meeting of the door.",
  "rolls/door-line.policy.ts | visibleDoorLine | and: v.isDoor(door.id)":
    "Lines are no nodes: they are reached through `Door.lines` alone, which is null for everybody but the door.",
  "rolls/door-line.policy.ts | visibleDoorLine | and: v.exists(Door, (door) => and(v.isDoor(door.id), eq(door.meetingId, line.meetingId)))":
    "Lines are no nodes: they are reached through `Door.lines` alone, which is null for everybody but the door.",
  "rolls/roll.policy.ts | visibleRollLine | and: v.sees(Meeting, line.meetingId)":
    "Lines are no nodes: they are reached through the roll of their meeting alone, which was seen then.",
  "rolls/roll.policy.ts | visibleRollLine | and: hosts(v, line.groupId)":
    "Lines are no nodes: they are reached through `Meeting.roll` alone, which is null for whoever does not host.",
  "rolls/roll.reads.ts | RollLine.visible | visible: visibleRollLine":
    "Lines are no nodes: they are reached through `Meeting.roll` alone, which is null for whoever does not host.",
  "rsvps/rsvp.reads.ts | Rsvp.fields.offerExpiresAt.when | when: isOwnOrHosted":
    "Offers alone have a deadline (a CHECK says so), and nobody else sees an offer. It says so where the field stands.",
  "rsvps/rsvp.reads.ts | Rsvp.fields.placeInQueue.when | and: isOwnOrHosted(r, v)":
    "Nobody else sees an answer that waits. It says so where the field stands.",
  "standing-rsvps/standing-rsvp.reads.ts | MeetingSeries.viewerStandingRsvp.where | where: (s, _series, v) => eq(s.personId, v.id)":
    "Nobody else's standing answer is in sight. It is there for the index by person.",
};
