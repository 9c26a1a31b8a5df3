/** Where codes may be sent. What is registered is compared letter by letter, but for the port of a loopback address. */

/** Addresses that an app may return to. */
export const REDIRECT_URIS_MAX = 10;
/** Longest of them, in characters. */
export const REDIRECT_URI_LENGTH_MAX = 300;

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "[::1]", "localhost"]);
/** A scheme of the app's own, named after a domain backwards, so that two apps do not choose the same by chance. */
const OWN_SCHEME = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:$/;
/** What no address needs and some browsers read otherwise than we do: spaces, control characters, `\`, `@`, `*`, `#`. */
const PLAIN = /^[!$%&'()+,\-./0-9:;=?A-Z[\]_a-z~]+$/;

/**
 * Whether an app may be registered with it: `https` anywhere, `http` on the person's own machine, or a scheme of the
 * app's own. Written as browsers write it, so that what is compared and what is meant are the same.
 */
export function isRedirectUri(text: string): boolean {
  if (text.length > REDIRECT_URI_LENGTH_MAX || !PLAIN.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.href !== text || url.username !== "" || url.password !== "") return false;
  if (url.protocol === "https:") return !LOOPBACK.has(url.hostname);
  return isNativeRedirect(text);
}

/** Whether only a program on the person's own machine can be there. */
export function isNativeRedirect(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === "http:" ? LOOPBACK.has(hostname) : OWN_SCHEME.test(protocol);
}

/** Origins of the pages among them, as browsers say them; a program with a scheme of its own has none. */
export const originsOf = (redirectUris: readonly string[]): string[] => [
  ...new Set(
    redirectUris
      .map((uri) => new URL(uri))
      .filter(({ protocol }) => PAGES.has(protocol))
      .map(({ origin }) => origin),
  ),
];

const PAGES: ReadonlySet<string> = new Set(["https:", "http:"]);
