import { Field, ObjectType } from "type-graphql";
import { badInput } from "../platform/errors.ts";
import { DateTime } from "../platform/scalars/date-time.ts";
import { LocalDateTime } from "../platform/scalars/local-date-time.ts";
import { type Occurrence, occurrences } from "./occurrences.ts";
import { parseRule, type RecurrenceRule, RecurrenceRuleError } from "./recurrence-rule.ts";

/** Occurrences shown at most. */
export const PREVIEW_MAX = 100;
/** Occurrences shown where nothing is said. */
export const PREVIEW_DEFAULT = 20;

@ObjectType({
  simpleResolvers: true,
  description: "One meeting that a rule would give. Nothing is stored, and anyone may ask.",
})
export class PreviewedOccurrence implements Occurrence {
  @Field(() => LocalDateTime, {
    description:
      "Wall-clock start in the series' zone: the same time of day in every occurrence, also on a day on which clocks jump over it.",
  })
  startsAtLocal: string;

  @Field(() => DateTime, {
    description:
      "The instant of that start. Where clocks jump over the time, the later of the two that could be meant; where they show it twice, the first.",
  })
  startsAt: Date;
}

export interface RecurrencePreviewArgs {
  readonly rule: string;
  readonly startsAtLocal: string;
  readonly timeZone: string;
  /** 1 to `PREVIEW_MAX`; left out or null for `PREVIEW_DEFAULT`. */
  readonly first?: number | null | undefined;
}

/**
 * The first occurrences that a series would have, before anything is stored.
 *
 * @throws BAD_USER_INPUT, for a rule that is refused with `extensions.reason`
 */
export function recurrencePreview({ rule, startsAtLocal, timeZone, first }: RecurrencePreviewArgs): Occurrence[] {
  const limit = first ?? PREVIEW_DEFAULT;
  if (limit < 1 || limit > PREVIEW_MAX) throw badInput(`\`first\` is a number from 1 to ${PREVIEW_MAX}.`);
  return occurrences(accepted(rule), startsAtLocal, timeZone, { limit });
}

function accepted(rule: string): RecurrenceRule {
  try {
    return parseRule(rule);
  } catch (error) {
    if (error instanceof RecurrenceRuleError) throw badInput(error.message, { reason: error.reason });
    throw error;
  }
}
