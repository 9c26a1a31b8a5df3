import { Arg, Extensions, Int, Query, Resolver } from "type-graphql";
import { LocalDateTime } from "../platform/scalars/local-date-time.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";
import type { Occurrence } from "./occurrences.ts";
import { PREVIEW_DEFAULT, PREVIEW_MAX, PreviewedOccurrence, recurrencePreview } from "./recurrence-preview.ts";
import { RULE_LENGTH_MAX } from "./recurrence-rule.ts";

@Resolver()
export class RecurrencePreviewResolver {
  @Extensions({ listSize: PREVIEW_DEFAULT })
  @Query(() => [PreviewedOccurrence], {
    description:
      "The first meetings that a recurrence rule would give, before anything is stored. A rule that is not valid, or outside of the accepted subset, is a `BAD_USER_INPUT` error whose `extensions.reason` is `INVALID_RULE` or `UNSUPPORTED_RULE`.",
  })
  recurrencePreview(
    @Arg("rule", () => String, {
      description: `Recurrence rule of RFC 5545, at most ${RULE_LENGTH_MAX} characters: FREQ (DAILY, WEEKLY, MONTHLY, YEARLY) with INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS and WKST, for example \`FREQ=MONTHLY;BYDAY=2TU\`. An UNTIL without \`Z\` is read in the time zone.`,
    })
    rule: string,
    @Arg("startsAtLocal", () => LocalDateTime, {
      description: "Wall-clock start of the series. If it does not match the rule, it is no occurrence.",
    })
    startsAtLocal: string,
    @Arg("timeZone", () => TimeZone, { description: "Zone in which the series is held." })
    timeZone: string,
    @Arg("first", () => Int, {
      nullable: true,
      description: `How many to show, 1 to ${PREVIEW_MAX}; ${PREVIEW_DEFAULT} if left out.`,
    })
    first?: number | null,
  ): Occurrence[] {
    return recurrencePreview({ rule, startsAtLocal, timeZone, first });
  }
}
