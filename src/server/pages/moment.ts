import { type Html, html } from "./page.ts";

/** A moment in words, by the clocks of whoever reads it; by those of UTC, which is then said, if their zone is unknown. */
export function moment(at: Date, timeZone: string | null): Html {
  const words = new Intl.DateTimeFormat("en-GB", {
    ...{ day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
    timeZone: timeZone ?? "UTC",
    ...(timeZone === null ? { timeZoneName: "short" } : {}),
  }).format(at);
  return html`<time datetime="${at.toISOString()}">${words}</time>`;
}
