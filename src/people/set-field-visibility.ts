import { ArrayMaxSize, ArrayMinSize } from "class-validator";
import { Field, InputType, Int } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { invalid } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { Audience } from "./audience.ts";
import type { Person } from "./person.entity.ts";
import "./person.events.ts";
import { AUDIENCE_COLUMNS, ProfileField } from "./profile-field.ts";
import { reviseOwn } from "./revise-own.ts";

/** Every part of a profile at once. */
const FIELDS_MAX = Object.keys(ProfileField).length;

@InputType({ description: "Who may read one part of the viewer's profile." })
export class FieldVisibilityInput {
  @Field(() => ProfileField, { description: "The part." })
  field: ProfileField;

  @Field(() => Audience, { description: "Who may read it from now on, beside the viewer." })
  audience: Audience;
}

@InputType({ description: "Who may read which part of the viewer's profile." })
export class SetFieldVisibilityInput {
  @Field(() => [FieldVisibilityInput], { description: "Each part at most once; parts left out stay as they are." })
  @ArrayMinSize(1)
  @ArrayMaxSize(FIELDS_MAX)
  fields: FieldVisibilityInput[];

  @Field(() => Int, {
    nullable: true,
    description: "`Person.version` as the caller read it; a change since then makes this one `STALE`.",
  })
  expectedVersion?: number | null;
}

/**
 * Chooses who may read which part of the viewer's profile. Holds from the next request on: audiences are asked
 * each time that a field is read, and nothing is copied.
 *
 * @throws INVALID for a part that is named twice, STALE if the profile changed since `expectedVersion`
 */
export async function setFieldVisibility(ctx: Context, input: SetFieldVisibilityInput): Promise<Person> {
  const personId = signedIn(ctx);
  await valid(input);
  const changes = changesOf(input);
  return inTransaction(ctx, (ctx) =>
    reviseOwn(ctx, personId, input.expectedVersion, {
      changes,
      tell: (ctx) => emit(ctx, { name: "person.visibilityChanged", personId }),
    }),
  );
}

function changesOf({ fields }: SetFieldVisibilityInput): Partial<Person> {
  const changes: Partial<Person> = {};
  for (const [index, { field, audience }] of fields.entries()) {
    const column = AUDIENCE_COLUMNS[field];
    if (column in changes) throw invalid(["fields", String(index), "field"], "This part is named twice.");
    changes[column] = audience;
  }
  return changes;
}
