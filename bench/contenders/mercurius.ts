/**
 * Mercurius on Fastify, as its own documentation would have it: resolvers over prepared SQL, a loader for each relation
 * (`= any($1)`, so that one prepared statement serves all sizes), and just-in-time compilation. No policies.
 */
import Fastify, { type FastifyRequest } from "fastify";
import mercurius from "mercurius";
import pg from "pg";
import { NEXT_MEETINGS, searchParameters } from "../operations/discovery.ts";
import type { Recording } from "../operations/record.ts";
import { RECORD, recordParameters } from "../operations/record.ts";
import { LIVE, utc } from "../operations/sql.ts";
import { POOL_SIZE, SESSION, sessionParameters } from "./credential.ts";

const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"] ?? "", max: POOL_SIZE });
pool.on("error", () => undefined);

const schema = `
  type Query {
    group(slug: String!): Group
    meeting(id: ID!): Meeting
    person(id: ID!): Person
    discovery(topicId: ID!, latitude: Float!, longitude: Float!): [Meeting!]!
  }
  type Mutation { record(meetingId: ID!, groupId: ID!, recordedAt: String!, marks: [MarkInput!]!): [MarkResult!]! }
  input MarkInput { markId: ID! personId: ID! code: String! }
  type MarkResult { markId: ID! outcome: String! }
  type Group {
    id: ID! slug: String! name: String! description: String city: String timeZone: String!
    nextMeetings(first: Int!): [Meeting!]!
    members(first: Int!): [Membership!]!
  }
  type Membership { person: Person! lastAttendance: Attendance }
  type Attendance { code: String startsAt: String! }
  type Meeting {
    id: ID! title: String! startsAt: String! endsAt: String!
    goingCount: Int! capacity: Int hosts: [Person!]!
    rsvps(first: Int!): [Rsvp!]!
    group: Group!
  }
  type Rsvp { status: String! respondedAt: String! person: Person! }
  type Person { id: ID! name: String! headline: String company: String topics: [String!]! }
`;

type Row = Record<string, unknown>;
type Queries<P = Record<string, unknown>> = readonly { readonly obj: Row; readonly params: P }[];

async function rows(name: string, text: string, values: unknown[]): Promise<Row[]> {
  return (await pool.query<Row>({ name, text, values })).rows;
}

const MEETING = `m.id, m.title, ${utc("m.starts_at")} as "startsAt", ${utc("m.ends_at")} as "endsAt"`;
const PERSON = "p.id, p.display_name as name, p.headline, p.company";

const idsOf = (queries: Queries, key = "id"): unknown[] => queries.map(({ obj }) => obj[key]);

/** Gives each parent its row, or its rows. */
function grouped(queries: Queries, found: readonly Row[], key = "id"): Row[][] {
  const byParent = new Map<unknown, Row[]>();
  for (const row of found) {
    const list = byParent.get(row["parent"]);
    if (list) list.push(row);
    else byParent.set(row["parent"], [row]);
  }
  return queries.map(({ obj }) => byParent.get(obj[key]) ?? []);
}

const resolvers = {
  Query: {
    group: async (_root: unknown, { slug }: { slug: string }) =>
      (
        await rows(
          "group",
          `select g.id, g.slug, g.name, g.description, g.city, g.time_zone as "timeZone"
             from groups g join group_slugs s on s.group_id = g.id where s.slug = lower($1)`,
          [slug],
        )
      )[0],
    meeting: async (_root: unknown, { id }: { id: string }) =>
      (await rows("meeting", `select ${MEETING} from meetings m where m.id = $1`, [id]))[0],
    person: async (_root: unknown, { id }: { id: string }) =>
      (await rows("person", `select ${PERSON} from people p where p.id = $1`, [id]))[0],
    discovery: (_root: unknown, search: { topicId: string; latitude: number; longitude: number }) =>
      rows(
        "discovery",
        `select m.id, m.title, ${utc("m.starts_at")} as "startsAt", m.group_id as "groupId" from (${NEXT_MEETINGS}) m`,
        searchParameters(search),
      ),
  },
  Mutation: {
    record: async (_root: unknown, input: Omit<Recording, "viewerId">, { viewerId }: { viewerId: string }) => {
      const found = await pool.query<string[]>({
        name: "record",
        text: RECORD,
        values: recordParameters({ ...input, viewerId } as Recording),
        rowMode: "array",
      } as never);
      return JSON.parse(found.rows[0]?.[0] ?? "[]") as unknown;
    },
  },
};

const loaders = {
  Group: {
    nextMeetings: async (queries: Queries<{ first: number }>) =>
      grouped(
        queries,
        await rows(
          "nextMeetings",
          `select g.id as parent, m.* from unnest($1::uuid[]) as g (id), lateral (
             select ${MEETING} from meetings m
              where m.group_id = g.id and m.published_at is not null and m.ends_at > now() and m.starts_at > now() - interval '7 days'
              order by m.starts_at, m.id limit $2) m`,
          [idsOf(queries), queries[0]?.params.first],
        ),
      ),
    members: async (queries: Queries<{ first: number }>) =>
      grouped(
        queries,
        await rows(
          "members",
          `select g.id as parent, s.* from unnest($1::uuid[]) as g (id), lateral (
             select s.group_id as "groupId", s.person_id as "personId" from memberships s
              where s.group_id = g.id and s.status in ${LIVE} order by s.created_at, s.id limit $2) s`,
          [idsOf(queries), queries[0]?.params.first],
        ),
      ),
  },
  Membership: {
    person: async (queries: Queries) => people(queries),
    lastAttendance: async (queries: Queries) => {
      const found = await rows(
        "lastAttendance",
        `select s.person_id as parent, a.code, a."startsAt"
           from unnest($1::uuid[], $2::uuid[]) as s (group_id, person_id), lateral (
             select a.counted_code as code, ${utc("a.starts_at")} as "startsAt"
               from attendances a
              where a.person_id = s.person_id and a.group_id = s.group_id order by a.starts_at desc limit 1) a`,
        [idsOf(queries, "groupId"), idsOf(queries, "personId")],
      );
      return grouped(queries, found, "personId").map(([row]) => row);
    },
  },
  Meeting: {
    group: async (queries: Queries) => {
      const found = await rows(
        "groupOfMeeting",
        `select g.id as parent, g.id, g.slug, g.name, g.description, g.city, g.time_zone as "timeZone"
           from groups g where g.id = any($1)`,
        [idsOf(queries, "groupId")],
      );
      return grouped(queries, found, "groupId").map(([row]) => row);
    },
    goingCount: async (queries: Queries) => {
      const found = await rows(
        "goingCount",
        `select meeting_id as parent, count(*)::integer as count from rsvps
          where meeting_id = any($1) and status = 'GOING' group by meeting_id`,
        [idsOf(queries)],
      );
      return grouped(queries, found).map(([row]) => row?.["count"] ?? 0);
    },
    capacity: async (queries: Queries) => {
      const found = await rows(
        "capacity",
        "select meeting_id as parent, capacity from meeting_seats where meeting_id = any($1) and mode = 'IN_PERSON'",
        [idsOf(queries)],
      );
      return grouped(queries, found).map(([row]) => row?.["capacity"]);
    },
    hosts: async (queries: Queries) =>
      grouped(
        queries,
        await rows(
          "hosts",
          `select h.meeting_id as parent, ${PERSON} from meeting_roles h join people p on p.id = h.person_id
            where h.meeting_id = any($1) and h.role = 'HOST' order by h.position`,
          [idsOf(queries)],
        ),
      ),
    rsvps: async (queries: Queries<{ first: number }>) =>
      grouped(
        queries,
        await rows(
          "rsvps",
          `select m.id as parent, r.* from unnest($1::uuid[]) as m (id), lateral (
             select r.status, ${utc("r.responded_at")} as "respondedAt", r.person_id as "personId" from rsvps r
              where r.meeting_id = m.id order by r.responded_at, r.id limit $2) r`,
          [idsOf(queries), queries[0]?.params.first],
        ),
      ),
  },
  Rsvp: { person: async (queries: Queries) => people(queries) },
  Person: {
    topics: async (queries: Queries) => {
      const found = await rows(
        "topics",
        `select x.person_id as parent, t.name from person_topics x join topics t on t.id = x.topic_id
          where x.person_id = any($1) order by t.slug collate "C"`,
        [idsOf(queries)],
      );
      return grouped(queries, found).map((topics) => topics.map(({ name }) => name));
    },
  },
};

async function people(queries: Queries): Promise<(Row | undefined)[]> {
  const found = await rows("people", `select p.id as parent, ${PERSON} from people p where p.id = any($1)`, [
    idsOf(queries, "personId"),
  ]);
  return grouped(queries, found, "personId").map(([row]) => row);
}

const app = Fastify();
await app.register(mercurius, {
  schema,
  resolvers: resolvers as never,
  // Rows are made anew for each request, so keeping them from one to the next would be keeping stale ones.
  loaders: loaders as never,
  jit: 1,
  path: "/graphql",
  context: async (request: FastifyRequest) => {
    const { rows } = await pool.query<{ person_id: string }>({
      ...SESSION,
      values: sessionParameters(request.headers.authorization),
    });
    if (!rows[0]) throw new Error("Nobody is known by this token.");
    return { viewerId: rows[0].person_id };
  },
});
await app.listen({ port: Number(process.env["PORT"]), host: "127.0.0.1" });
process.on("SIGTERM", () => process.exit(0));
