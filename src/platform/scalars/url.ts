import { isHttpUrl } from "../http-url.ts";
import { textScalar } from "./scalar.ts";

/** Named as in the schema; where the language's own `URL` is meant too, say `globalThis.URL`. */
export const URL = textScalar({
  name: "URL",
  description: "Absolute `https:` or `http:` URL without user name or password, at most 2,048 characters.",
  specifiedByURL: "https://url.spec.whatwg.org/",
  expected: "an absolute https: or http: URL",
  read: (text) => (isHttpUrl(text) ? text : null),
});
