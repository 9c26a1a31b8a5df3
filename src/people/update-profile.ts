import type { Context } from "../platform/context.ts";
import { pointColumns } from "../platform/coordinates.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { normalisePhone } from "../platform/phone.ts";
import { tidyLine, tidyParagraphs } from "../platform/plain-text.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { changeTopics } from "./change-topics.ts";
import "./person.events.ts";
import type { Person } from "./person.entity.ts";
import { reviseOwn } from "./revise-own.ts";
import type { UpdateProfileInput } from "./update-profile-input.ts";

/** Fields that are kept as one tidy line. */
const LINES = ["displayName", "headline", "company", "jobTitle", "profession", "industry", "city", "region"] as const;
/** Fields that a scalar or a check has brought to their final form. */
const VERBATIM = ["country", "timeZone", "avatarUrl", "listedAsAttendee"] as const;
/** Lists of which each entry counts once. */
const LISTS = ["languages", "links"] as const;

/**
 * Changes what the viewer tells of themself. Whoever it concerns comes from the credential alone, so nobody can
 * write another's profile. What is already so is no change: it raises no version and leaves no event.
 *
 * @throws INVALID for each field that breaks its rule, STALE if it changed since `expectedVersion`
 */
export async function updateProfile(ctx: Context, input: UpdateProfileInput): Promise<Person> {
  const personId = signedIn(ctx);
  await valid(input);
  return inTransaction(ctx, (ctx) =>
    reviseOwn(ctx, personId, input.expectedVersion, {
      changes: changesOf(input),
      alsoChange: (ctx) => changeTopics(ctx, personId, input.topics),
      tell: (ctx) => emit(ctx, { name: "person.profileUpdated", personId }),
    }),
  );
}

const changesOf = (input: UpdateProfileInput): Partial<Person> => ({
  ...given(LINES, input, tidyLine),
  ...given(["story"], input, tidyParagraphs),
  ...given(["phone"], input, normalisePhone),
  ...given(VERBATIM, input, (value) => value),
  ...given(LISTS, input, (values: string[]) => [...new Set(values)], []),
  ...pointColumns(input.coordinates),
});

/** The fields of the input that were sent, in their form; null becomes what stands for cleared. */
function given<Value>(
  fields: readonly (keyof UpdateProfileInput & keyof Person)[],
  input: UpdateProfileInput,
  form: (value: Value) => Value,
  cleared: unknown = null,
): Partial<Person> {
  const sent = fields.filter((field) => input[field] !== undefined);
  return Object.fromEntries(
    sent.map((field) => [field, input[field] === null ? cleared : form(input[field] as Value)]),
  );
}
