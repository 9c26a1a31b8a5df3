declare module "../platform/events.ts" {
  interface Events {
    "door.opened": { doorId: string; meetingId: string; groupId: string };
    "door.closed": { doorId: string; meetingId: string; groupId: string };
  }
}

export {};
