import { Field, ID, InterfaceType } from "type-graphql";

/** `~t` is written beside the fields of an abstract type by the compiled reads; no GraphQL name can be called so. */
@InterfaceType({
  description: "An object that can be fetched again by its global ID.",
  // The schema is told of each type that declares its reads; an entity that declares none is no part of it.
  autoRegisterImplementations: false,
  resolveType: (value: Record<string, string>) => value["~t"] ?? value["__typename"],
})
export abstract class Node {
  @Field(() => ID, { description: "Opaque, globally unique, stable. Do not parse it." })
  id: string;
}
