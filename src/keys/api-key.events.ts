declare module "../platform/events.ts" {
  interface Events {
    "api-key.created": { keyId: string; groupIds: readonly string[] };
    "api-key.rotated": { keyId: string; groupIds: readonly string[] };
    "api-key.revoked": { keyId: string; groupIds: readonly string[] };
  }
}

export {};
