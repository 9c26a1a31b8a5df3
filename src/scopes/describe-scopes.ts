import { type GraphQLSchema, isEnumType, isInputObjectType, isObjectType } from "graphql";
import { placeOf } from "../platform/reads/field-scopes.ts";

interface Described {
  readonly name: string;
  description?: string | null | undefined;
}

/** Adds to what each field, filter and order says of itself which scope an app needs for it. */
export function describeScopes(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    if (isObjectType(type) || isInputObjectType(type)) describe(type.name, Object.values(type.getFields()));
    else if (isEnumType(type)) describe(type.name, type.getValues());
  }
}

function describe(typeName: string, parts: readonly Described[]): void {
  for (const part of parts) {
    const place = placeOf(typeName, part.name);
    if (place === null || place === "open") continue;
    const needed =
      place === "never" ? "Not for apps." : `Apps need ${place.map((scope) => `\`${scope}\``).join(" or ")}.`;
    part.description = part.description ? `${part.description} ${needed}` : needed;
  }
}
