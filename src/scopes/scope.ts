/**
 * What an app may be allowed to do for a member, and what that means in words for the member to read. An app never gets
 * further than the member does: a scope narrows what they may, and adds nothing.
 */
export const SCOPES = {
  "profile:read": "Read your profile, and of other people's what they show to everybody or to apps of fellow members.",
  "contact:read": "Read your address and telephone, and of other people's what they show to everybody or to such apps.",
  "groups:read": "Read your groups, your memberships there, and who else is a member.",
  "meetings:read": "Read your groups' meetings.",
  "rsvps:read": "Read what you and others have answered to meetings.",
  "rsvps:write": "Answer to meetings in your name.",
  "attendance:read": "Read at which meetings you were, and the rolls of groups that you host.",
  "attendance:write": "Check you in, and take the rolls of groups that you host.",
  "introductions:read": "Read your introductions, without anybody's contact details.",
  "introductions:write": "Propose introductions, and answer to them, in your name.",
  "network:read": "Read your connections, encounters, asks, offers, referrals and ideas. Never your recall notes.",
  "network:write": "Change your connections, encounters, asks, offers, referrals and ideas.",
  offline_access: "Go on doing this while you are away, until you disconnect the app.",
} as const;

export type Scope = keyof typeof SCOPES;

export const SCOPE_NAMES = Object.keys(SCOPES) as readonly Scope[];

export const isScope = (name: string): name is Scope => Object.hasOwn(SCOPES, name);
