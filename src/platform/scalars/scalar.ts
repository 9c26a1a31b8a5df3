import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from "graphql";

interface Scalar<Value> {
  readonly name: string;
  readonly description: string;
  readonly specifiedByURL: string;
  /** The value of what a caller sent, or null when it is none. */
  readonly read: (text: string) => Value | null;
  /** What the caller should have sent, as the end of "`Name` must be …". */
  readonly expected: string;
  /** The text of a value of ours, or null for what has none. Text that the database has printed passes through. */
  readonly print: (value: unknown) => string | null;
}

/** A scalar that is text in every answer, whatever it is in the application. */
export function scalar<Value>({ read, expected, print, ...about }: Scalar<Value>): GraphQLScalarType<Value, string> {
  const accept = (text: unknown, node?: ValueNode): Value => {
    const value = typeof text === "string" ? read(text) : null;
    if (value !== null) return value;
    // What was sent is not repeated here; a literal is pointed at.
    const nodes = node ?? null;
    throw new GraphQLError(`\`${about.name}\` must be ${expected}.`, { nodes, extensions: { code: "BAD_USER_INPUT" } });
  };
  return new GraphQLScalarType<Value, string>({
    ...about,
    parseValue: (value) => accept(value),
    parseLiteral: (node) => accept(node.kind === Kind.STRING ? node.value : null, node),
    serialize(value) {
      const text = typeof value === "string" ? value : print(value);
      if (text === null) throw new TypeError(`${about.name} cannot print what a column or a resolver gave.`);
      return text;
    },
  });
}

/**
 * A scalar that is text on both sides. Input is brought to its canonical form before any act sees it;
 * output passes through, because the database holds canonical text only and prints whole answers itself.
 */
export const textScalar = (about: Omit<Scalar<string>, "print">): GraphQLScalarType<string, string> =>
  scalar({ ...about, print: () => null });

/** Whether a scalar of the library would take this text. */
export function accepts(theirs: GraphQLScalarType, text: string): boolean {
  try {
    theirs.parseValue(text);
    return true;
  } catch {
    return false;
  }
}
