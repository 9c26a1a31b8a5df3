declare module "../platform/events.ts" {
  interface Events {
    "app.allowed": { personId: string; appId: string; grantId: string };
    "app.narrowed": { personId: string; appId: string; grantId: string };
    "app.disconnected": { personId: string; appId: string; grantId: string };
  }
}

export {};
