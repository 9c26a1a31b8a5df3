/** The ways to the first meetings that a filter finds, in the order of their start. */
import { Meeting } from "../meetings/meeting.entity.ts";
import { DURATION_MINUTES_MAX } from "../meetings/meeting-details.ts";
import { gridOf, isWithin } from "../platform/near.ts";
import { between } from "../platform/reads/filters.ts";
import { keysOf } from "../platform/reads/global-ids.ts";
import type { AnyRow, Row, Viewer } from "../platform/reads/policy.ts";
import type { FilterParts, FilterValue, Walk, Way } from "../platform/reads/registry.ts";
import { NOW } from "../platform/reads/request-binds.ts";
import { and, Bind, eq, type Sql, sql, TRUE } from "../platform/reads/sql.ts";
import { queryOf } from "../platform/search-words.ts";
import { TOPICS_SEARCHED_MAX, Topic } from "../topics/topic.entity.ts";
import { CLOCK_PARTS, startsOnClock } from "./clock-filters.ts";
import { ANY_TOPIC, MeetingSpot } from "./meeting-spot.entity.ts";
import { MeetingWord } from "./meeting-word.entity.ts";

type Spot = Row<MeetingSpot>;
/** What says when a meeting takes place. */
type When = Pick<Row<Meeting>, "startsAt" | "endsAt">;
const MINUTE_MS = 60_000;

const ANY = new Bind("uuid[]", () => [ANY_TOPIC]);

/** Nothing that starts earlier can still be going on. Follows from `upcoming`, and is there for the index alone. */
const EARLIEST = new Bind("timestamptz", ({ now }) => new Date(now.getTime() - DURATION_MINUTES_MAX * MINUTE_MS));

const topicsOf = (value: FilterValue | null): Bind => {
  value?.check(tooManyTopics);
  return value ? value.bind("uuid[]", "", (ids: string[]) => keysOf(Topic, ids)) : ANY;
};

const tooManyTopics = (ids: readonly string[]): string | null =>
  ids.length > TOPICS_SEARCHED_MAX ? `\`filter.topics\` takes at most ${TOPICS_SEARCHED_MAX} topics.` : null;

/** Cells that a search may name: each is walked until the page is full. */
const CELLS_WALKED_MAX = 9;
const CELL_OF = { fine: "cell", wide: "wideCell", vast: "vastCell" } as const;

const cellsOf = (near: FilterValue) => gridOf<keyof typeof CELL_OF>(near, ["fine", "wide"], "vast", CELLS_WALKED_MAX);

/** Spots of one cell, and so few others that each of them can be looked at. */
const isAt = (near: FilterValue | null, spot: Spot, item: (cells: Bind) => Sql): Sql => {
  if (!near) return TRUE;
  const { grid, cells } = cellsOf(near);
  return and(eq(spot[CELL_OF[grid]], item(cells)), isWithin(near, spot));
};

/** One of the meeting's spots is of such a topic, and there. */
export function hasSpot(m: Row<Meeting>, v: Viewer, parts: FilterParts): Sql {
  const topics = topicsOf(parts("topics"));
  return v.exists(MeetingSpot, (spot) =>
    and(
      eq(spot.meetingId, m.id),
      sql`${spot.topicId} = any(${topics})`,
      isAt(parts("near"), spot, (cells) => sql`any(${cells})`),
    ),
  );
}

/** When it takes place, as far as the filter says. */
const isInTime = (m: When, parts: FilterParts): Sql => {
  const span = parts("startsAt");
  return and(
    span ? between(m.startsAt).where(span, parts) : TRUE,
    parts("upcoming")?.isTrue() ? sql`${m.endsAt} > ${NOW} and ${m.startsAt} > ${EARLIEST}` : TRUE,
  );
};

/** By topic, by place, or by both. */
function throughSpots(parts: FilterParts, also: (spot: Spot) => Sql = () => TRUE): Way {
  const [topics, near] = [parts("topics"), parts("near")];
  return {
    through: MeetingSpot,
    key: "meetingId",
    runs: [topicsOf(topics), ...(near ? [cellsOf(near).cells] : [])],
    where: (row: AnyRow, [topic = sql`null`, cell = sql`null`]) => {
      const spot = row as Spot;
      return and(
        eq(spot.topicId, topic),
        isAt(near, spot, () => cell),
        isInTime(spot, parts),
        also(spot),
        startsOnClock(spot, parts),
      );
    },
    by: byStart,
    covers: ["topics", "near", ...CLOCK_PARTS],
  };
}

const byStart = ({ startsAt = sql`null` }: AnyRow): Sql => startsAt;

/** Of few groups that are found: the meetings of each. */
const ofFewGroups = (parts: FilterParts, groups: Sql): Way => ({
  through: Meeting,
  key: "id",
  runs: [groups],
  where: (row, [group = sql`null`]) => and(eq((row as Row<Meeting>).groupId, group), isInTime(row as When, parts)),
  by: byStart,
  covers: ["query"],
});

/** Of many groups: all meetings in the order of their start, since every so many is of one of them. */
function ofManyGroups(parts: FilterParts, groups: Sql): Way {
  // An index on the groups would lead to all of their meetings.
  const isOfOne = (groupId: Sql): Sql => sql`(${groupId} = any(${groups})) is true`;
  const once = sql`case when cardinality(${groups}) > 0 then array[0] end`;
  const way = hasPlaceOrTopic(parts) ? throughSpots(parts, (spot) => isOfOne(spot.groupId)) : null;
  if (way) return { ...way, runs: [...way.runs, once], covers: ["query", ...way.covers] };
  return {
    through: Meeting,
    key: "id",
    runs: [once],
    where: (row) => and(isOfOne((row as Row<Meeting>).groupId), isInTime(row as When, parts)),
    by: byStart,
    covers: ["query"],
  };
}

/** By the rarest word of the query, with the others in the same title. */
const byTitle = (parts: FilterParts, search: Sql): Way => ({
  through: MeetingWord,
  key: "meetingId",
  runs: [sql`(${search}).lead`],
  where: (row, [word = sql`null`]) => {
    const found = row as Row<MeetingWord>;
    return and(eq(found.word, word), isInTime(found, parts), hasOtherWords(found.meetingId, search));
  },
  by: byStart,
  covers: ["query"],
});

const hasOtherWords = (meetingId: Sql, search: Sql): Sql =>
  sql`((${search}).others = 1 or has_words(${meetingId}, ${search}))`;

const hasPlaceOrTopic = (parts: FilterParts): boolean => Boolean(parts("topics") || parts("near"));

/** By words, by topic, by place. A list of named groups has a better index of its own. */
export function walkMeetings(parts: FilterParts, order: string): Walk | null {
  if (order !== "STARTS_AT" || parts("groups")) return null;
  const query = parts("query");
  if (!query) return hasPlaceOrTopic(parts) ? { ways: () => [throughSpots(parts)] } : null;
  return {
    given: sql`searched_meetings(${queryOf(query)})`,
    ways: (search) => [
      ofFewGroups(parts, sql`(${search}).few`),
      ofManyGroups(parts, sql`(${search}).many`),
      byTitle(parts, search),
    ],
  };
}
