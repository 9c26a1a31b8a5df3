import { GraphQLError, GraphQLScalarType } from "graphql";

interface TextScalar {
  readonly name: string;
  readonly description: string;
  readonly specifiedByURL: string;
  /** Canonical form of what a caller sent, or null when it is none. */
  readonly read: (text: string) => string | null;
  /** What the caller should have sent, as the end of "`Name` must be …". */
  readonly expected: string;
}

/**
 * A scalar that is text on both sides. Input is brought to its canonical form before any act sees it;
 * output passes through, because the database holds canonical text only and prints whole answers itself.
 */
export function textScalar({
  name,
  description,
  specifiedByURL,
  read,
  expected,
}: TextScalar): GraphQLScalarType<string, string> {
  return new GraphQLScalarType<string, string>({
    name,
    description,
    specifiedByURL,
    parseValue(value) {
      const text = typeof value === "string" ? read(value) : null;
      if (text === null) throw refusedInput(name, expected);
      return text;
    },
    serialize(value) {
      if (typeof value !== "string") throw notPrintable(name, value);
      return value;
    },
  });
}

/** The fault of an argument; what was sent is not repeated here. */
export const refusedInput = (name: string, expected: string): GraphQLError =>
  new GraphQLError(`\`${name}\` must be ${expected}.`, { extensions: { code: "BAD_USER_INPUT" } });

/** A fault of ours: a column or a resolver gave a value that the scalar has no text for. */
export const notPrintable = (name: string, value: unknown): TypeError =>
  new TypeError(`${name} cannot print a value of type ${value instanceof Date ? "Date" : typeof value}.`);
