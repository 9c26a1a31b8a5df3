import { GraphQLInputObjectType, type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { buildSchema } from "type-graphql";
import { describeAudiences } from "../people/describe-audiences.ts";
import { userErrorTypes } from "../platform/payload.ts";
import { prepareSchema } from "../platform/reads/prepare-schema.ts";
import type { Class } from "../platform/reads/reads.ts";
import { nodeTypes } from "../platform/reads/registry.ts";
import { readResolvers } from "../platform/reads/schema-fields.ts";
import { DateTime } from "../platform/scalars/date-time.ts";
import { describeScopes } from "../scopes/describe-scopes.ts";
import { orphanedTypes, resolvers } from "./rooms.ts";

const QUERY_DESCRIPTION = "Reading. What the viewer may not see is not there: null, or missing from lists and counts.";
const MUTATION_DESCRIPTION =
  "Acting. Each field takes one `input` and answers with its own payload, whose `errors` are what the caller can act on.";
const SUBSCRIPTION_DESCRIPTION =
  "Watching. Each answer is how things stand, first at once and then after each change, as a query would read it; sent as `text/event-stream` to a POST that accepts that.";

const asksNobody = (): never => {
  throw new Error("Subscriptions are asked again, as queries are; nothing is published to them.");
};
/** Type-graphql wants somebody who publishes wherever there are subscriptions. */
const NOBODY_PUBLISHES = { publish: asksNobody, subscribe: asksNobody };

/** Doors, object types and scalars that a schema is built of; the house's own unless a test brings others. */
export interface SchemaParts {
  readonly resolvers?: readonly Class[];
  readonly orphanedTypes?: readonly Class[];
}

/** The GraphQL schema of all rooms, with what decorators cannot say put right afterwards. */
export async function buildApiSchema(parts: SchemaParts = {}): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers: [...readResolvers(), ...(parts.resolvers ?? resolvers)] as unknown as [Class, ...Class[]],
    orphanedTypes: [...userErrorTypes, ...nodeTypes(), ...(parts.orphanedTypes ?? orphanedTypes)],
    scalarsMap: [{ type: Date, scalar: DateTime }],
    // Inputs are checked inside the acts, so that faults become payload errors with a path.
    validate: false,
    pubSub: NOBODY_PUBLISHES,
  });
  enforceOneOf(schema);
  describeRoots(schema);
  describeAudiences(schema);
  describeScopes(schema);
  return prepareSchema(schema);
}

/** What is committed as `schema.graphql`: sorted, so that the order of declarations never shows. */
export const printApiSchema = (schema: GraphQLSchema): string => `${printSchema(lexicographicSortSchema(schema))}\n`;

/** `@Directive("@oneOf")` alone leaves the type unmarked: neither printed nor checked. */
function enforceOneOf(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!(type instanceof GraphQLInputObjectType)) continue;
    if (type.astNode?.directives?.some((directive) => directive.name.value === "oneOf")) type.isOneOf = true;
  }
}

function describeRoots(schema: GraphQLSchema): void {
  const query = schema.getQueryType();
  const mutation = schema.getMutationType();
  const subscription = schema.getSubscriptionType();
  if (query) query.description = QUERY_DESCRIPTION;
  if (mutation) mutation.description = MUTATION_DESCRIPTION;
  if (subscription) subscription.description = SUBSCRIPTION_DESCRIPTION;
}
