declare module "../platform/events.ts" {
  interface Events {
    "invitation.sent": { invitationId: string; groupId: string };
    "invitation.accepted": { invitationId: string; groupId: string; personId: string };
    "invitation.revoked": { invitationId: string; groupId: string };
    /** An organiser asks a person in whom the group knows already. */
    "membership.invited": { membershipId: string; groupId: string; personId: string };
  }
}

export {};
