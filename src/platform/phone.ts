/** Longest telephone number as people type it, in characters; E.164 itself has at most 15 digits. */
export const PHONE_LENGTH_MAX = 32;

/** Shortest number in use: a three-digit country code with four digits behind it. */
const E_164 = /^\+[1-9]\d{6,14}$/;

/** A number without what people type between the digits. Never throws; ask `isPhone` about the result. */
export const normalisePhone = (text: string): string => text.trim().replace(/[ \u00a0\u202f().\-/]/g, "");

/** Whether a text, once normalised, is an international number: `+`, country code, 7 to 15 digits in all. */
export const isPhone = (text: string): boolean => text.length <= PHONE_LENGTH_MAX && E_164.test(normalisePhone(text));
