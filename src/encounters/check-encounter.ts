import { Temporal } from "temporal-polyfill";
import type { Context } from "../platform/context.ts";
import { invalid } from "../platform/errors.ts";
import { type Encounter, EncounterSetting } from "./encounter.entity.ts";
import type { PersonMet } from "./people-met.ts";

/** Where the day begins first on Earth. */
const EARLIEST_ZONE = "Etc/GMT-14";

/**
 * What an encounter must be as a whole, when it is written down and after each change.
 *
 * @throws INVALID for a day to come, for a one-to-one of more or fewer than two, and for a wish beside another setting
 */
export function checkEncounter(
  ctx: Context,
  encounter: Pick<Encounter, "metOn" | "setting" | "wishesConnection">,
  met: readonly PersonMet[],
): void {
  const today = Temporal.Instant.fromEpochMilliseconds(ctx.clock.now().getTime()).toZonedDateTimeISO(EARLIEST_ZONE);
  if (encounter.metOn > today.toPlainDate().toString()) throw invalid("metOn", "This day is still to come.");
  const isOneToOne = encounter.setting === EncounterSetting.ONE_TO_ONE;
  if (isOneToOne && met.length !== 1) throw invalid("with", "A one-to-one is with one other person.");
  if (encounter.wishesConnection && !(isOneToOne && met[0]?.personId)) {
    throw invalid("wishesConnection", "Only of a one-to-one with a person of the service.");
  }
}
