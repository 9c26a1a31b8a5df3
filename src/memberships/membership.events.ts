declare module "../platform/events.ts" {
  interface Events {
    /** Somebody asks to join; organisers have to answer. */
    "membership.requested": { membershipId: string; groupId: string; personId: string };
    "membership.declined": { membershipId: string; groupId: string; personId: string };
    /** Resigned, removed or banned. Seats and RSVPs were freed in the same moment. */
    "membership.ended": { membershipId: string; groupId: string; personId: string };
    "membership.roleChanged": { membershipId: string; groupId: string; personId: string };
    "leave.recorded": { leaveId: string; membershipId: string };
    "leave.cancelled": { membershipId: string };
    "person.banned": { banId: string; groupId: string; personId: string };
    "person.banLifted": { banId: string; groupId: string; personId: string };
  }
}

export {};
