declare module "../platform/events.ts" {
  interface Events {
    "ownExport.requested": { ownExportId: string };
  }
}

export {};
