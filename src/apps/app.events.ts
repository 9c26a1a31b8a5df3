declare module "../platform/events.ts" {
  interface Events {
    "app.registered": { appId: string; ownerId: string };
    "app.updated": { appId: string };
    "app.reviewed": { appId: string };
    "app.disabled": { appId: string };
    "app.allowed": { personId: string; appId: string; grantId: string };
    "app.narrowed": { personId: string; appId: string; grantId: string };
    "app.disconnected": { personId: string; appId: string; grantId: string };
  }
}

export {};
