declare module "../platform/events.ts" {
  interface Events {
    "report.made": { reportId: string };
  }
}

export {};
