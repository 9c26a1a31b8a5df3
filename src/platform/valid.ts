import { ValidateIf, type ValidationError, validate } from "class-validator";
import { DomainError, type Fault } from "./errors.ts";

/** For update inputs: rules apply unless the field was left out, so that `null` is refused where it cannot clear. */
export const IfGiven = (): PropertyDecorator => ValidateIf((_input, value) => value !== undefined);

/**
 * The first line of every act: checks an input by the class-validator rules of its class, and throws
 * every fault at once, each with the path of its field. What was sent is never echoed.
 *
 * @throws DomainError with one `INVALID` fault a broken rule
 */
export async function valid(input: object): Promise<void> {
  const errors = await validate(input, {
    forbidUnknownValues: false,
    validationError: { target: false, value: false },
  });
  if (errors.length > 0) throw new DomainError(errors.flatMap((error) => faults(error, ["input"])));
}

function faults(error: ValidationError, above: readonly string[]): Fault[] {
  const path = [...above, error.property];
  const own = Object.values(error.constraints ?? {}).map(
    (message): Fault => ({ code: "INVALID", message: sentence(message), path }),
  );
  return [...own, ...(error.children ?? []).flatMap((child) => faults(child, path))];
}

const sentence = (message: string): string =>
  message.endsWith(".") ? message : `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
