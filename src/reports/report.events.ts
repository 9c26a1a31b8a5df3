interface OfGroupReport {
  readonly groupReportId: string;
  readonly groupId: string;
}

declare module "../platform/events.ts" {
  interface Events {
    "report.made": { reportId: string };
    "groupReport.made": OfGroupReport;
    "groupReport.decided": OfGroupReport;
  }
}

export {};
