import { domainToASCII } from "node:url";

/** Longest address, in characters: the path limit of RFC 5321, less its angle brackets. */
export const EMAIL_LENGTH_MAX = 254;
/** Longest part before the `@`, in characters (RFC 5321). */
const EMAIL_LOCAL_PART_LENGTH_MAX = 64;

/** What an HTML e-mail input accepts; it has no room for blanks, line ends, commas or quotes. */
const HTML_EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

/**
 * The form under which an address is stored, compared and looked up: trimmed, NFC, lower case, the domain
 * in its ASCII form. A `+tag` stays: only the receiving host knows what it means. Never throws; ask
 * `isEmailAddress` whether the result may be used, above all before it goes near a mail header.
 */
export function normaliseEmail(text: string): string {
  const address = text.normalize("NFC").trim().toLowerCase();
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1);
  // Only for international names: for others the conversion would bend faults into something that passes.
  if (at < 0 || !/\P{ASCII}/u.test(domain)) return address;
  return `${address.slice(0, at)}@${domainToASCII(domain)}`;
}

/** Whether a text, once normalised, is an address we can write to. */
export function isEmailAddress(text: string): boolean {
  const address = normaliseEmail(text);
  return (
    address.length <= EMAIL_LENGTH_MAX &&
    address.indexOf("@") <= EMAIL_LOCAL_PART_LENGTH_MAX &&
    HTML_EMAIL.test(address)
  );
}
