/** Searches that nobody else answers: their plans and what they cost are looked at, and they are not measured in rounds. */
import type { SearchName } from "../harness/options.ts";
import { type Answer, globalId, type Question, type Target } from "./operation.ts";

/** A listed group with a place, and the next of its meetings: what a search is made of that must find something. */
interface Sought extends Target {
  readonly name: string;
  readonly topic: string;
  readonly topicId: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly title: string;
  readonly weekday: string;
  readonly startsAt: string;
  /** Kilometres to the listed group that is the fourth nearest. */
  readonly reachKm: number;
}

const SOUGHT = 50;
/** Rows of a page, unless fewer are asked for. */
const FIRST = 20;
/** Rows of a page of groups, where a small world has no twenty that fit. */
const FEW = 4;
const RADIUS_KM = 40;
const DAY_MS = 86_400_000;

const sought: Question<Sought>["targets"] = async (client) => {
  const { rows } = await client.query<Sought>(
    `select g.name, t.name as topic, t.id as "topicId", g.latitude, g.longitude, m.title, m.weekday, m.starts_at as "startsAt",
            (select metres_between(g.latitude, g.longitude, h.latitude, h.longitude) / 1000.0 + 0.01 from groups h
              where h.visibility = 'PUBLIC' and h.archived_at is null and h.latitude is not null
              order by metres_between(g.latitude, g.longitude, h.latitude, h.longitude) offset ${FEW - 1} limit 1)::float8 as "reachKm",
            (select p.id from people p
              where not exists (select from memberships x join groups h on h.id = x.group_id
                                 where x.person_id = p.id and h.visibility <> 'PUBLIC') limit 1) as "viewerId"
       from groups g join group_topics l on l.group_id = g.id join topics t on t.id = l.topic_id
      cross join lateral (
        select m.title, m.starts_at, upper(to_char(m.starts_at_local::timestamp, 'FMDay')) as weekday from meetings m
         where m.group_id = g.id and m.starts_at > now() and m.cancelled_at is null order by m.starts_at limit 1) m
      where g.visibility = 'PUBLIC' and g.latitude is not null and g.archived_at is null
      order by md5(g.slug) limit ${SOUGHT}`,
  );
  return rows;
};

/** The same circle in every world: the larger the world, the more is in it. */
const around = ({ latitude, longitude }: Sought) => ({ latitude, longitude, radiusKm: RADIUS_KM });
/** The circle that holds a few groups: each of them is looked at, in whichever order. */
const closeBy = ({ latitude, longitude, reachKm }: Sought) => ({ latitude, longitude, radiusKm: reachKm });

/** The span of a day before and after a meeting. */
const thatDay = ({ startsAt }: Sought) => ({
  from: new Date(Date.parse(startsAt) - DAY_MS).toISOString(),
  before: new Date(Date.parse(startsAt) + DAY_MS).toISOString(),
});

const GROUPS = `query Groups($filter: GroupFilter!, $order: GroupOrder, $first: Int = ${FIRST}) {
  found: groups(first: $first, filter: $filter, orderBy: $order) { edges { node { id slug name city } } }
}`;
const MEETINGS = `query Meetings($filter: MeetingFilter!, $first: Int = ${FIRST}) {
  found: meetings(first: $first, filter: $filter) {
    edges { node { id title startsAt group { id slug name city } } }
  }
}`;
const TOPICS = `query Topics($filter: TopicFilter!, $order: TopicOrder, $first: Int = ${FIRST}) {
  found: topics(first: $first, filter: $filter, orderBy: $order) { edges { node { id name groupCount synonyms { name } } } }
}`;
const BEST_FIRST = { field: "RELEVANCE", direction: "DESC" };
/** With a letter too many in each word. */
const misspelt = (text: string): string => text.replace(/\b\w(\w)/g, "$&$1");
/** The word of a group's name that many other groups have. */
const commonWord = ({ name }: Sought): string => name.split(" ").at(-1) ?? name;
const EVENING = { from: "17:00", before: "20:00" };

/** What each search asks for. A page has as many rows as both a small and a large world can fill. */
const ASKED: Readonly<Record<SearchName, readonly [document: string, variables: (target: Sought) => object]>> = {
  groupsByWords: [GROUPS, ({ name }) => ({ filter: { query: name }, order: BEST_FIRST, first: 1 })],
  groupsByCommonWord: [GROUPS, (target) => ({ filter: { query: commonWord(target) }, order: BEST_FIRST, first: FEW })],
  groupsMisspelt: [GROUPS, ({ name }) => ({ filter: { query: misspelt(name) }, order: BEST_FIRST, first: 1 })],
  groupsByTopicNear: [
    GROUPS,
    (target) => ({ filter: { topics: [globalId("top", target.topicId)], near: closeBy(target) } }),
  ],
  groupsNearest: [
    GROUPS,
    (target) => ({ filter: { near: closeBy(target) }, order: { field: "DISTANCE", direction: "ASC" } }),
  ],
  groupsNearByNextMeeting: [
    GROUPS,
    (target) => ({ filter: { near: closeBy(target) }, order: { field: "NEXT_MEETING", direction: "ASC" } }),
  ],
  groupsByWordsNearWithSeats: [
    GROUPS,
    (target) => ({
      filter: {
        query: target.topic,
        languages: ["en"],
        near: closeBy(target),
        weekdays: [target.weekday],
        hasSeatsWithin: thatDay(target),
      },
    }),
  ],
  meetingsByWords: [MEETINGS, ({ name }) => ({ filter: { upcoming: true, query: name } })],
  meetingsByCommonWord: [MEETINGS, (target) => ({ filter: { upcoming: true, query: commonWord(target) } })],
  meetingsByTitle: [MEETINGS, ({ title }) => ({ filter: { upcoming: true, query: title } })],
  meetingsByTopicNear: [
    MEETINGS,
    (target) => ({ filter: { upcoming: true, topics: [globalId("top", target.topicId)], near: around(target) } }),
  ],
  meetingsNearByLocalTime: [
    MEETINGS,
    (target) => ({ filter: { upcoming: true, near: around(target), localTime: EVENING } }),
  ],
  meetingsByTopicWithSeats: [
    MEETINGS,
    (target) => ({
      filter: {
        upcoming: true,
        topics: [globalId("top", target.topicId)],
        languages: ["en"],
        weekdays: [target.weekday],
        hasSeats: true,
      },
    }),
  ],
  topicsByWords: [TOPICS, ({ topic }) => ({ filter: { query: topic.slice(0, 4) }, order: BEST_FIRST, first: 1 })],
};

const questionOf = ([name, [document, variables]]: [string, (typeof ASKED)[SearchName]]): [string, Question] => [
  name,
  {
    name,
    targets: sought,
    asked: {
      wellmet: {
        document,
        variables: (target) => ({ ...variables(target as Sought) }),
        read: ({ found }: Answer) => found.edges.map(({ node }: Answer) => node),
      },
    },
  },
];

export const searches = Object.fromEntries(Object.entries(ASKED).map(questionOf)) as Readonly<
  Record<SearchName, Question>
>;
