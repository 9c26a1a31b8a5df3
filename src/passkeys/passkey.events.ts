declare module "../platform/events.ts" {
  interface Events {
    "passkey.registered": { passkeyId: string; personId: string };
    "passkey.removed": { passkeyId: string; personId: string };
  }
}

export {};
