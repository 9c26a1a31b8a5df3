/** What the answer to a plain GET says of being kept by others. */
import type { Page } from "./page.ts";
import type { PublicPages } from "./public-pages.ts";

/** An answer to one caller is none to another who says who they are. */
export const VARY = "origin, accept, authorization, cookie";

export const pageHeaders = (page: Page, pages: PublicPages): [string, string][] => [
  ["etag", page.etag],
  ["cache-control", cacheControl(page, pages)],
  ["vary", VARY],
];

/** Of what is answered to one caller, and may be asked for again. */
export const ownPageHeaders = ({ etag }: Pick<Page, "etag">): [string, string][] => [
  ["etag", etag],
  ["cache-control", "no-cache"],
  ["vary", VARY],
];

/**
 * Nobody can tell a browser or a CDN that something was cancelled, so a browser asks each time, which costs it no bytes
 * while nothing changed, and a CDN goes without asking for a moment only, never past a page's own end.
 */
export function cacheControl(page: Page, pages: PublicPages): string {
  const left = Math.floor((page.until - pages.now()) / 1_000);
  return `public, max-age=0, must-revalidate, s-maxage=${Math.max(0, Math.min(pages.settings.cdnSeconds, left))}`;
}

/** Whether an `If-None-Match` names this answer. */
export const namesEtag = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch?.includes(etag) === true;
