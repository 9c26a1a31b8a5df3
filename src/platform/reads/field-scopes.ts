/**
 * What of the schema a credential opens that was given scopes: a table, field by field, which a room fills. What has no
 * place there stays closed to apps.
 */
import { GraphQLError } from "graphql";

/** Open with whatever leads to the field, with one of these scopes, or never for an app. */
export type Place = "open" | "never" | readonly string[];

/** `Type.field`, `SomeFilter.part` and `SomeOrderField.VALUE`. */
const places = new Map<string, Place>();

/** Key of what stands in an answer for a field that a key's scopes do not show: no name of GraphQL's. */
export const REFUSED = "~refused";

/** Parts of connections and payloads, which have no fields of their own account: what leads there has its place. */
const MADE = /(?:Connection|Edge|Payload|PageInfo)$/;

export function placeField(title: string, place: Place): void {
  if (places.has(title)) throw new Error(`${title} has two places in the table of scopes.`);
  places.set(title, place);
}

/** Null for what was forgotten. */
export function placeOf(type: string, field: string): Place | null {
  return places.get(`${type}.${field}`) ?? (MADE.test(type) ? "open" : null);
}

export const allPlaces = (): ReadonlyMap<string, Place> => places;

/** The refusal for a field, filter or order that these scopes do not open; null if they do. */
export function refusalOf(scopes: readonly string[], type: string, field: string): GraphQLError | null {
  const place = placeOf(type, field) ?? "never";
  if (place === "open") return null;
  if (place === "never") return insufficientScope(`Apps do not get ${type}.${field}.`);
  return place.some((scope) => scopes.includes(scope)) ? null : lacking(type, field, place);
}

/** The same for a key that was shown nothing, whose scopes have the names of `ApiScope`. */
export function keyRefusalOf(scopes: readonly string[], type: string, field: string): GraphQLError | null {
  const place = placeOf(type, field);
  if (place === null || typeof place === "string") return null;
  const names = scopes.map((scope) => scope.toLowerCase().replace("_", ":"));
  return place.some((scope) => names.includes(scope)) ? null : lacking(type, field, place);
}

const lacking = (type: string, field: string, scopes: readonly string[]): GraphQLError =>
  insufficientScope(`${type}.${field} needs the scope ${scopes.join(" or ")}.`, scopes[0]);

const insufficientScope = (message: string, scope?: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: "INSUFFICIENT_SCOPE", ...(scope ? { scope } : {}) } });
