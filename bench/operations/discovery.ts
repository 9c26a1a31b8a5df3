import { type Answer, globalId, instant, keyOf, type Operation, type Target } from "./operation.ts";
import { utc } from "./sql.ts";

interface Search extends Target {
  readonly topicId: string;
  readonly latitude: number;
  readonly longitude: number;
}

const SEARCHES = 200;
export const RADIUS_KM = 15;
/** Rows of a page. */
const FIRST = 20;

/** Kilometres from $2, $3 to a group, along the surface of the earth. */
const KM = `2 * 6371.0088 * asin(sqrt(power(sin(radians(g.latitude - $2) / 2), 2)
  + cos(radians($2)) * cos(radians(g.latitude)) * power(sin(radians(g.longitude - $3) / 2), 2)))`;

/**
 * The next meetings about $1 within $4 kilometres of $2, $3, of groups that are listed: written by hand on the tables of
 * groups, topics and meetings, the groups chosen first and no more read of each than could be shown.
 */
export const NEXT_MEETINGS = `
  select m.* from group_topics t
    join groups g on g.id = t.group_id
   cross join lateral (
     select m.id, m.title, m.starts_at, m.group_id from meetings m
      where m.group_id = g.id and m.published_at is not null and m.ends_at > now() and m.starts_at > now() - interval '7 days'
      order by m.starts_at, m.id limit ${FIRST}) m
   where t.topic_id = $1 and g.visibility = 'PUBLIC' and g.archived_at is null
     and g.latitude between $2 - $4 / 110.0 and $2 + $4 / 110.0 and ${KM} <= $4
   order by m.starts_at, m.id limit ${FIRST}`;

export const searchParameters = ({ topicId, latitude, longitude }: Omit<Search, "viewerId">): unknown[] => [
  topicId,
  latitude,
  longitude,
  RADIUS_KM,
];

const typed = NEXT_MEETINGS.replaceAll("$1", "$1::uuid").replaceAll(/\$[234]/g, "$&::double precision");

/** Meetings to come about a topic, around somewhere, with their groups: what somebody new in town asks for. */
export const discovery: Operation<Search> = {
  name: "discovery",
  isPublic: true,

  /** Around groups that have enough to show, asked by people who see no more than everybody. */
  async targets(client) {
    const { rows } = await client.query<Search>(
      `select t.topic_id as "topicId", g.latitude, g.longitude, p.id as "viewerId"
         from (select g.*, row_number() over (order by md5(g.slug)) as n from groups g
                where g.visibility = 'PUBLIC' and g.latitude is not null) g
         join group_topics t on t.group_id = g.id
         join (select p.id, row_number() over (order by md5(p.id::text)) as n from people p
                where not exists (select from memberships m join groups h on h.id = m.group_id
                                   where m.person_id = p.id and h.visibility <> 'PUBLIC')) p using (n)
        order by n limit ${SEARCHES}`,
    );
    return rows;
  },

  limit: {
    sql: `
      select coalesce(json_agg(json_build_object('id', m.id, 'title', m.title, 'startsAt', ${utc("m.starts_at")},
               'group', (select json_build_object('id', g.id, 'slug', g.slug, 'name', g.name, 'city', g.city)
                           from groups g where g.id = m.group_id)) order by m.starts_at, m.id), '[]')::text
        from (${typed}) m`,
    parameters: searchParameters,
  },

  asked: {
    mercurius: {
      document: `query Discovery($topicId: ID!, $latitude: Float!, $longitude: Float!) {
        discovery(topicId: $topicId, latitude: $latitude, longitude: $longitude) {
          id title startsAt group { id slug name city }
        }
      }`,
      variables: ({ topicId, latitude, longitude }) => ({ topicId, latitude, longitude }),
      read: ({ discovery }: Answer) => discovery,
    },
    postgraphile: {
      document: `query Discovery($topicId: UUID!, $near: [Float!]!) {
        allMeetings(first: ${FIRST}, condition: { upcoming: true, about: $topicId, near: $near }, orderBy: [STARTS_AT_ASC, ROW_ID_ASC]) {
          nodes { rowId title startsAt groupByGroupId { rowId slug name city } }
        }
      }`,
      variables: ({ topicId, latitude, longitude }) => ({ topicId, near: [latitude, longitude, RADIUS_KM] }),
      read: ({ allMeetings }: Answer) =>
        allMeetings.nodes.map(({ rowId, title, startsAt, groupByGroupId: { rowId: id, ...group } }: Answer) => ({
          id: rowId,
          title,
          startsAt: instant(startsAt),
          group: { id, ...group },
        })),
    },
    "plain-apollo": {
      document: `query Discovery($topicId: ID!, $latitude: Float!, $longitude: Float!) {
        discovery(topicId: $topicId, latitude: $latitude, longitude: $longitude) {
          id title startsAt group { id slug name city }
        }
      }`,
      variables: ({ topicId, latitude, longitude }) => ({ topicId, latitude, longitude }),
      read: ({ discovery }: Answer) => discovery,
    },
    wellmet: {
      document: `query Discovery($topics: [ID!]!, $near: Near!) {
        meetings(first: ${FIRST}, filter: { upcoming: true, topics: $topics, near: $near }) {
          edges { node { id title startsAt group { id slug name city } } }
        }
      }`,
      variables: ({ topicId, latitude, longitude }) => ({
        topics: [globalId("top", topicId)],
        near: { latitude, longitude, radiusKm: RADIUS_KM },
      }),
      read: ({ meetings }: Answer) =>
        meetings.edges.map(({ node: { id, title, startsAt, group } }: Answer) => ({
          id: keyOf(id),
          title,
          startsAt: instant(startsAt),
          group: { ...group, id: keyOf(group.id) },
        })),
    },
  },
};
