/** Who asks, in relation to one group; the last one stands before a private group that does not know them. */
export const ROLES = [
  "anonymous",
  "stranger",
  "member",
  "host",
  "organiser",
  "owner",
  "removed",
  "banned",
  "blocked",
  "outsider",
] as const;
export type Role = (typeof ROLES)[number];
