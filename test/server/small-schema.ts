/** A schema with one of everything that a limit or a price speaks of, answered from memory. */
import { buildSchema, type GraphQLFieldResolver, type GraphQLSchema } from "graphql";
import type { ServerContext } from "../../src/server/request-context.ts";

const SDL = /* GraphQL */ `
  directive @note(text: String) repeatable on FIELD | FRAGMENT_SPREAD | QUERY

  interface Node { id: ID! }
  type Thing implements Node { id: ID! name: String! thing: Thing! things(first: Int, last: Int, after: String): ThingConnection! tags: [Tag!]! lines: [Tag!]! }
  type Tag implements Node { id: ID! thing: Thing! }
  type ThingConnection { edges: [ThingEdge!]! pageInfo: PageInfo! totalCount: Int! }
  type ThingEdge { cursor: String! node: Thing! role: Tag! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }

  input Deep { deep: Deep text: String list: [String!] number: Int }
  input Mark { markId: ID! note: String }

  type Query {
    thing: Thing!
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    things(first: Int, last: Int, after: String): ThingConnection!
    echo(text: String): String
    list(texts: [String!]): Int
    deep(input: Deep, number: Int): String
    boom: String
    boomHard: String!
    databaseGone: String
    slow: String
    free: Thing!
  }
  type Mutation {
    guess(code: String!): Thing
    act(input: Deep): Thing
    record(marks: [Mark!]!): Int
  }
`;

const thing = { id: "thg_1", name: "A thing", __typename: "Thing" };
const tag = { id: "tag_1", __typename: "Tag" };
const page = {
  edges: [{ cursor: "c", node: thing, role: tag }],
  pageInfo: { hasNextPage: false, endCursor: "c" },
  totalCount: 1,
};

export const SECRET_TEXT = 'select * from secret_table where password = "hunter2"';

/** What slow operations wait for; a test lets them go. */
export interface Gate {
  /** Somebody has come as far as the gate. */
  readonly reached: Promise<void>;
  reach(): void;
  readonly opened: Promise<void>;
  open(): void;
}

export function makeGate(): Gate {
  const [reached, reach] = signal();
  const [opened, open] = signal();
  return { reached, reach, opened, open };
}

function signal(): [Promise<void>, () => void] {
  let give = () => undefined as void;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return [given, () => give()];
}

export function smallSchema(gate: Gate = makeGate()): GraphQLSchema {
  const schema = buildSchema(SDL);
  const set = (type: string, field: string, resolve: GraphQLFieldResolver<unknown, ServerContext>) => {
    const definition = (
      schema.getType(type) as unknown as { getFields(): Record<string, { resolve?: unknown; extensions: object }> }
    ).getFields()[field];
    if (!definition) throw new Error(`No field ${type}.${field}`);
    definition.resolve = resolve;
    return definition;
  };
  for (const type of ["Query", "Thing", "Tag"]) {
    if (type !== "Tag") set(type, "things", () => page);
    set(type, "thing", () => thing);
  }
  set("Thing", "tags", () => [tag]);
  set("Thing", "lines", () => [tag]).extensions = { listSize: 50 };
  set("Query", "free", () => thing).extensions = { price: 0 };
  set("Query", "node", () => thing);
  set("Query", "nodes", (_source, { ids }) => (ids as string[]).map(() => thing));
  set("Query", "echo", (_source, { text }) => text as string);
  set("Query", "list", (_source, { texts }) => (texts as string[]).length);
  set("Query", "deep", () => "fine");
  const boom = () => {
    throw new Error(SECRET_TEXT);
  };
  set("Query", "boom", boom);
  set("Query", "boomHard", boom);
  set("Query", "slow", () => {
    gate.reach();
    return gate.opened.then(() => "at last");
  });
  set("Query", "databaseGone", () => {
    throw Object.assign(new Error(`connect ECONNREFUSED 127.0.0.1:5432 ${SECRET_TEXT}`), { code: "ECONNREFUSED" });
  });
  set("Mutation", "guess", () => thing).extensions = { once: true };
  set("Mutation", "act", () => thing);
  set("Mutation", "record", (_source, { marks }) => (marks as unknown[]).length);
  return schema;
}
