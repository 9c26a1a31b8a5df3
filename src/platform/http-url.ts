/** Longest URL we keep, in characters; what browsers and mail programs all still open. */
export const URL_LENGTH_MAX = 2_048;

/** Blanks and control characters, which the parser would drop without a word. */
const INVISIBLE = /[\s\p{Cc}]/u;

/**
 * Whether a text is an absolute http or https URL. A user name or password is refused: it is either a
 * secret that would be published, or a host name dressed up as another.
 */
export function isHttpUrl(text: string): boolean {
  if (text.length > URL_LENGTH_MAX || INVISIBLE.test(text) || !/^https?:\/\//i.test(text)) return false;
  if (!URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === "" && password === "";
}
