/** Conjuncts that no operation can notice, by the name that `scripts/spoil-policies.ts` prints, and why they stand. */
export const REDUNDANT: Readonly<Record<string, string>> = {
  "audit/audit-entry.reads.ts | AuditEntry.visible | and: v.sees(Group, entry.groupId)":
    "Whoever organises a group sees it. It proves to the engine that the group is seen, so that `group` is not null.",
  "invitations/invitation.policy.ts | visibleInvitation | and: v.sees(Group, i.groupId)":
    "Whoever organises a group, or is invited to it, sees it. It proves that `group` is not null.",
  "memberships/membership.policy.ts | visibleBan | and: v.sees(Group, b.groupId)":
    "Whoever organises a group sees it. It proves that `group` is not null.",
  "meetings/meeting.policy.ts | visibleMeetingRole | and: v.sees(Meeting, r.meetingId)":
    "Hosts and speakers are no nodes: they are reached through their meeting alone, which was seen then.",
  "meetings/meeting.reads.ts | MeetingSeats.visible | visible: visibleMeetingSeats":
    "Seats are no nodes: they are reached through their meeting alone, which was seen then.",
  "meetings/meeting.reads.ts | Meeting.viewerCanPublish | and: organises(v, m.groupId)":
    "Only those who organise the group see a draft at all.",
};
