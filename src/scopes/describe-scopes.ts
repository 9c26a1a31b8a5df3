import { type GraphQLSchema, isObjectType } from "graphql";
import { placeOf } from "../platform/reads/field-scopes.ts";

/** Adds to what each field says of itself which scope an app needs for it. */
export function describeScopes(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) {
      const place = placeOf(type.name, field.name);
      if (place === null || place === "open") continue;
      const needed =
        place === "never" ? "Not for apps." : `Apps need ${place.map((scope) => `\`${scope}\``).join(" or ")}.`;
      field.description = field.description ? `${field.description} ${needed}` : needed;
    }
  }
}
