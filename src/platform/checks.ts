/**
 * Rules for inputs that take plain strings, so that a fault becomes one `UserError` with a path instead
 * of failing the whole document. `valid(input)` runs them.
 */
import { ValidateBy, type ValidationOptions } from "class-validator";
import { isEmailAddress } from "./email.ts";
import { isHttpUrl } from "./http-url.ts";
import { isPhone } from "./phone.ts";

const textRule =
  (name: string, holds: (text: string) => boolean, message: string) =>
  (options?: ValidationOptions): PropertyDecorator =>
    ValidateBy(
      {
        name,
        validator: { validate: (value) => typeof value === "string" && holds(value), defaultMessage: () => message },
      },
      options,
    );

/** An address we can write to. The act then stores `normaliseEmail` of it. */
export const IsEmailAddress = textRule("isEmailAddress", isEmailAddress, "This is not an e-mail address.");

/** An absolute http or https URL, stored as it was sent. */
export const IsHttpUrl = textRule("isHttpUrl", isHttpUrl, "This is not an absolute https: or http: URL.");

/** An international telephone number. The act then stores `normalisePhone` of it. */
export const IsPhone = textRule(
  "isPhone",
  isPhone,
  "This is not an international telephone number, such as +44 20 7946 0018.",
);
