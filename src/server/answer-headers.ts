/** What every answer says of itself, whatever it is about and whichever door it leaves by. */
import type { HttpSettings } from "./http.ts";

/** Seconds that a browser may remember what a preflight said. */
const PREFLIGHT_MAX_AGE_SECONDS = 7_200;
const HSTS_MAX_AGE_SECONDS = 31_536_000;

const READABLE_HEADERS = [
  "ratelimit-limit",
  "ratelimit-remaining",
  "ratelimit-reset",
  "retry-after",
  "x-request-id",
  "etag",
];
/** A page of anywhere may send a key that was made for it; what else is no cookie is refused when it comes. */
const SENDABLE_HEADERS = [
  "content-type",
  "authorization",
  "apollo-require-preflight",
  "x-apollo-operation-name",
  "if-none-match",
].join(", ");

/** Unless a route knows better: never sniffed, never framed, never kept, no script. */
const ALWAYS: Headers = Object.entries({
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
  vary: "origin",
  "access-control-expose-headers": READABLE_HEADERS.join(", "),
});
const ALWAYS_SECURE: Headers = [
  ...ALWAYS,
  ["strict-transport-security", `max-age=${HSTS_MAX_AGE_SECONDS}; includeSubDomains`],
];
const FOR_ALL: Headers = [["access-control-allow-origin", "*"], ...ALWAYS];
const FOR_ALL_SECURE: Headers = [["access-control-allow-origin", "*"], ...ALWAYS_SECURE];

export type Headers = readonly (readonly [name: string, value: string])[];
type Origin = string | undefined;

/** Any page may read what is public; cookies and tokens come from known pages only. */
export function answerHeaders(settings: HttpSettings, origin: Origin): Headers {
  if (!isKnown(settings, origin)) return settings.isSecure ? FOR_ALL_SECURE : FOR_ALL;
  const own: Headers = [
    ["access-control-allow-origin", origin],
    ["access-control-allow-credentials", "true"],
  ];
  return [...own, ...(settings.isSecure ? ALWAYS_SECURE : ALWAYS)];
}

/** What a browser is told that asks whether it may ask. */
export const PREFLIGHT_HEADERS: Headers = [
  ["access-control-allow-methods", "GET, POST, PUT"],
  ["access-control-allow-headers", SENDABLE_HEADERS],
  ["access-control-max-age", String(PREFLIGHT_MAX_AGE_SECONDS)],
  ["content-length", "0"],
];

const isKnown = ({ allowedOrigins }: HttpSettings, origin: Origin): origin is string =>
  origin !== undefined && allowedOrigins.has(origin);
