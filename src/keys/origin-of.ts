const ORIGIN_LENGTH_MAX = 300;
/** Hosts of which every name means the machine that the page is on: http is no danger there. */
const OWN_MACHINE = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * The origin that a text names, as browsers write it in the header `Origin`: `https://www.example.org`, or http on one's
 * own machine. Null for everything else: a path, a user, another scheme, `null`.
 */
export function originOf(text: string): string | null {
  if (text.length > ORIGIN_LENGTH_MAX || !/^https?:\/\/[^/?#@\s]+\/?$/i.test(text) || !URL.canParse(text)) return null;
  const { origin, protocol, hostname } = new URL(text);
  return protocol === "https:" || OWN_MACHINE.test(hostname) ? origin : null;
}
