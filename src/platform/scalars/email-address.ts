import { isEmailAddress, normaliseEmail } from "../email.ts";
import { textScalar } from "./scalar.ts";

export const EmailAddress = textScalar({
  name: "EmailAddress",
  description: "E-mail address as an HTML e-mail input accepts it, in lower case, at most 254 characters.",
  specifiedByURL: "https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address",
  expected: "an e-mail address",
  read: (text) => (isEmailAddress(text) ? normaliseEmail(text) : null),
});
