import { isPhone, normalisePhone } from "../phone.ts";
import { textScalar } from "./scalar.ts";

export const PhoneNumber = textScalar({
  name: "PhoneNumber",
  description:
    "International telephone number, E.164, for example `+442079460018`. Blanks, dots, dashes and brackets in input are dropped.",
  specifiedByURL: "https://www.itu.int/rec/T-REC-E.164",
  expected: "an international telephone number that begins with + and the country code",
  read: (text) => (isPhone(text) ? normalisePhone(text) : null),
});
