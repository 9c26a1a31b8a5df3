interface OfSeries {
  readonly seriesId: string;
  readonly groupId: string;
}

declare module "../platform/events.ts" {
  interface Events {
    /** A series was put on the calendar; its first meetings come with `series.extended`. */
    "series.scheduled": OfSeries;
    /** More meetings of a series were made, at most 200 at once. There is no `meeting.scheduled` for each. */
    "series.extended": OfSeries & { readonly meetingIds: readonly string[] };
    /** A series was changed, and with it these coming meetings; `placeChanged` if where they are held is new. */
    "series.updated": OfSeries & { readonly placeChanged: boolean; readonly meetingIds: readonly string[] };
    /** No meeting of the series is made any more. Those cancelled with it are announced one by one. */
    "series.ended": OfSeries;
  }
}
