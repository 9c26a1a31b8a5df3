/** The shape of every mutation's answer, and the door that turns an act's faults into it. */
import { Field, InterfaceType, ObjectType, registerEnumType } from "type-graphql";
import { DomainError, type EntityRef, type Fault } from "./errors.ts";
import { Node } from "./node.ts";
import type { Class } from "./reads/reads.ts";

export enum UserErrorCode {
  CONFLICT = "CONFLICT",
  DUPLICATE = "DUPLICATE",
  INVALID = "INVALID",
  LIMIT_REACHED = "LIMIT_REACHED",
  NOT_FOUND = "NOT_FOUND",
  STALE = "STALE",
}

registerEnumType(UserErrorCode, {
  name: "UserErrorCode",
  description: "Causes of a `UserError`.",
  valuesConfig: {
    CONFLICT: {
      description: "Not possible in the present state, such as answering an invitation to a cancelled meeting.",
    },
    DUPLICATE: { description: "An equal record exists already." },
    INVALID: { description: "The value does not satisfy the documented rules." },
    LIMIT_REACHED: { description: "A stated maximum, such as the number of seats, is reached." },
    NOT_FOUND: { description: "No such object, or the viewer may not know of it." },
    STALE: { description: "The object changed since `expectedVersion`." },
  },
});

@InterfaceType({
  description:
    "Something that went wrong for a reason the caller can act on. New implementing types may appear at any time.",
  resolveType: (error: UserError) => error.typeName,
})
export abstract class UserError {
  @Field(() => UserErrorCode, { description: "Machine-readable cause." })
  code: UserErrorCode;

  @Field(() => String, { description: "English sentence for developers; may change." })
  message: string;

  @Field(() => [String], {
    nullable: true,
    description:
      'Where in the arguments, for example `["input", "startsAtLocal"]`; null when no one argument is at fault.',
  })
  path: string[] | null;

  readonly typeName: string;
}

@ObjectType({ implements: UserError, description: "An argument that broke a documented rule, or named nothing." })
export class InvalidInputError extends UserError {}

@ObjectType({ implements: UserError, description: "The request conflicts with the state of an object." })
export class ConflictError extends UserError {
  @Field(() => Node, { nullable: true, description: "The object in the way, if the viewer may see it." })
  conflicting: EntityRef | null;
}

@ObjectType({
  implements: UserError,
  description: "The caller's copy is out of date. Read `current`, merge, and try again.",
})
export class StaleObjectError extends UserError {
  @Field(() => Node, { nullable: true, description: "The object as it is now, if the viewer may see it." })
  current: EntityRef | null;
}

/** Types that only the interface reaches; `buildSchema` must be told of them. */
export const userErrorTypes: Class[] = [InvalidInputError, ConflictError, StaleObjectError];

const typeNames: Record<Fault["code"], string> = {
  CONFLICT: "ConflictError",
  DUPLICATE: "ConflictError",
  INVALID: "InvalidInputError",
  LIMIT_REACHED: "ConflictError",
  NOT_FOUND: "InvalidInputError",
  STALE: "StaleObjectError",
};

const userError = (fault: Fault) => ({
  typeName: typeNames[fault.code],
  code: fault.code,
  message: fault.message,
  path: fault.path,
  conflicting: fault.about ?? null,
  current: fault.about ?? null,
});

/**
 * Runs an act at a mutation's door. Faults that the caller can act on become the payload's `errors`;
 * everything else (`Refusal`, the unexpected) goes on as a top-level error.
 */
export async function payload<P extends object>(act: () => Promise<P>): Promise<P & { errors: object[] }> {
  try {
    return { ...(await act()), errors: [] };
  } catch (error) {
    if (error instanceof DomainError)
      return { errors: error.faults.map(userError) } as unknown as P & { errors: object[] };
    throw error;
  }
}

/** `withEdge("meeting", meeting)`: the payload of an act by which a list gains an entity, with its edge for the client's list. */
export const withEdge = <E extends object>(field: string, entity: E): Record<string, E> => ({
  [field]: entity,
  [`${field}Edge`]: entity,
});

type FieldType = () => unknown;
/** A type in a thunk, or with a description of its own; every field of a payload is nullable. */
type PayloadField = FieldType | { type: FieldType; description: string };

const describe = (key: string): string =>
  key.endsWith("Edge")
    ? "Its edge in a list of the default order. Null when `errors` is not empty."
    : "Null when `errors` is not empty.";

/**
 * `payloadType("CancelMeeting", { meeting: () => Meeting })` is the class behind `CancelMeetingPayload`:
 * nullable fields that an act fills with entities, and `errors`.
 */
export function payloadType(act: string, fields: Record<string, PayloadField>): Class {
  const name = `${act}Payload`;
  const mutation = act.charAt(0).toLowerCase() + act.slice(1);
  const Payload = { [name]: class {} }[name] as Class;
  for (const [key, field] of Object.entries(fields)) {
    const { type, description } = typeof field === "function" ? { type: field, description: describe(key) } : field;
    Field(type as () => never, { nullable: true, description })(Payload.prototype as object, key);
  }
  Field(() => [UserError], { description: "Empty on success." })(Payload.prototype as object, "errors");
  ObjectType(name, { description: `Result of \`${mutation}\`.` })(Payload);
  return Payload;
}
