/**
 * PostGraphile 5 on our own tables, with its recommended preset. What its schema does not say by itself is added in the
 * documented ways: a condition, an order, a mutation. No policies, and no transaction settings, so it begins none.
 */
import { createServer } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { TYPES } from "postgraphile/@dataplan/pg";
import { makePgService } from "postgraphile/adaptors/pg";
import { context, sideEffect } from "postgraphile/grafast";
import { grafserv } from "postgraphile/grafserv/node";
import { sql } from "postgraphile/pg-sql2";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { addPgTableCondition, addPgTableOrderBy, extendSchema, gql, orderByAscDesc } from "postgraphile/utils";
import { RECORD, type Recording, recordParameters } from "../operations/record.ts";
import { POOL_SIZE, SESSION, sessionParameters } from "./credential.ts";

const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"] ?? "", max: POOL_SIZE });
pool.on("error", () => undefined);

const upcoming = addPgTableCondition(
  { schemaName: "public", tableName: "meetings" },
  "upcoming",
  (build) => ({ type: build.graphql.GraphQLBoolean, description: "Not yet ended." }),
  (value, { sqlTableAlias }) =>
    value === true
      ? sql`${sqlTableAlias}.published_at is not null and ${sqlTableAlias}.ends_at > now() and ${sqlTableAlias}.starts_at > now() - interval '7 days'`
      : null,
);

const about = addPgTableCondition(
  { schemaName: "public", tableName: "meetings" },
  "about",
  (build) => ({ type: build.getTypeByName("UUID") as never, description: "Of groups about this topic." }),
  (value, { sqlTableAlias }) =>
    typeof value === "string"
      ? sql`${sqlTableAlias}.group_id in (select t.group_id from group_topics t where t.topic_id = ${sql.value(value)}::uuid)`
      : null,
);

const near = addPgTableCondition(
  { schemaName: "public", tableName: "meetings" },
  "near",
  ({ graphql: { GraphQLList, GraphQLFloat } }) => ({
    type: new GraphQLList(GraphQLFloat) as never,
    description: "Of listed groups around a point: latitude, longitude, kilometres.",
  }),
  (value, { sqlTableAlias }) => {
    if (!Array.isArray(value)) return null;
    const [latitude = sql.null, longitude = sql.null, km = sql.null] = value.map(
      (number) => sql`${sql.value(number as number)}::double precision`,
    );
    return sql`${sqlTableAlias}.group_id in (
      select g.id from groups g
       where g.visibility = 'PUBLIC' and g.archived_at is null
         and g.latitude between ${latitude} - ${km} / 110 and ${latitude} + ${km} / 110
         and 2 * 6371.0088 * asin(sqrt(power(sin(radians(g.latitude - ${latitude}) / 2), 2)
           + cos(radians(${latitude})) * cos(radians(g.latitude)) * power(sin(radians(g.longitude - ${longitude}) / 2), 2))) <= ${km})`;
  },
);

const bySlug = addPgTableOrderBy({ schemaName: "public", tableName: "person_topics" }, () =>
  orderByAscDesc("TOPIC_SLUG", (queryBuilder) => ({
    fragment: sql`(select t.slug collate "C" from topics t where t.id = ${queryBuilder.alias}.topic_id)`,
    codec: TYPES.text,
  })),
);

const recording = extendSchema({
  typeDefs: gql`
    extend type Mutation {
      record(meetingId: UUID!, groupId: UUID!, recordedAt: Datetime!, marks: [RecordedMark!]!): [RecordedResult!]
    }
    input RecordedMark { markId: UUID! personId: UUID! code: String! }
    type RecordedResult { markId: UUID! outcome: String! }
  `,
  objects: {
    Mutation: {
      plans: {
        record(_$root: unknown, args: { getRaw(): never }) {
          return sideEffect(
            [context().get("viewerId" as never), args.getRaw()] as never,
            async ([viewerId, input]: [string, Recording]) => {
              const { rows } = await pool.query<string[]>({
                name: "record",
                text: RECORD,
                values: recordParameters({ ...input, viewerId }),
                rowMode: "array",
              } as never);
              return JSON.parse(rows[0]?.[0] ?? "[]") as unknown;
            },
          );
        },
      },
    },
  },
} as never);

const preset = {
  extends: [PostGraphileAmberPreset],
  // Columns without an index may be filtered and ordered by, too.
  disablePlugins: ["PgIndexBehaviorsPlugin"],
  plugins: [upcoming, about, near, bySlug, recording],
  pgServices: [
    makePgService({
      connectionString: process.env["DATABASE_URL"] ?? "",
      poolConfig: { max: POOL_SIZE },
      schemas: ["public"],
    }),
  ],
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false },
  grafast: {
    explain: false,
    context: async ({ node }: { node?: { req: { headers: { authorization?: string } } } }) => {
      const { rows } = await pool.query<{ person_id: string }>({
        ...SESSION,
        values: sessionParameters(node?.req.headers.authorization),
      });
      if (!rows[0]) throw new Error("Nobody is known by this token.");
      return { viewerId: rows[0].person_id };
    },
  },
};

const instance = postgraphile(preset as never);
const service = instance.createServ(grafserv);
const server = createServer();
server.once("error", (error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
await service.addTo(server);
await service.ready();
if (process.env["PRINT_SCHEMA"]) {
  const { printSchema } = await import("graphql");
  process.stdout.write(printSchema((await instance.getSchemaResult()).schema));
  process.exit(0);
}
await wait(0);
server.listen(Number(process.env["PORT"]), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
