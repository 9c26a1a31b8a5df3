import { type Place, placeField } from "../platform/reads/field-scopes.ts";
import { FIELDS_OF_ACTS } from "./fields-of-acts.ts";
import { FIELDS_OF_GROUPS } from "./fields-of-groups.ts";
import { FIELDS_OF_LISTS } from "./fields-of-lists.ts";
import { FIELDS_OF_MEETINGS } from "./fields-of-meetings.ts";
import { FIELDS_OF_NETWORK } from "./fields-of-network.ts";
import { FIELDS_OF_PEOPLE } from "./fields-of-people.ts";
import type { Scope } from "./scope.ts";

type Several = Scope | `${Scope} or ${Scope}` | `${Scope} or ${Scope} or ${Scope}`;

/**
 * The fields of each type by what they need: a scope, one of several, or none beside what leads to them (`open`: names
 * and numbers of values whose owner has a place of its own). `never` is not for apps. What stands nowhere is closed to
 * them, and a test of the house says so.
 */
export type FieldTable = Readonly<Record<string, Partial<Readonly<Record<Several | "open" | "never", string>>>>>;

/** Every place there is. */
export const FIELD_TABLE: FieldTable = {
  ...FIELDS_OF_PEOPLE,
  ...FIELDS_OF_GROUPS,
  ...FIELDS_OF_MEETINGS,
  ...FIELDS_OF_NETWORK,
  ...FIELDS_OF_LISTS,
  ...FIELDS_OF_ACTS,
};

for (const [type, rows] of Object.entries(FIELD_TABLE)) {
  for (const [needed, fields] of Object.entries(rows)) {
    for (const field of fields.split(/\s+/)) placeField(`${type}.${field}`, placeNamed(needed));
  }
}

function placeNamed(needed: string): Place {
  return needed === "open" || needed === "never" ? needed : needed.split(" or ");
}
