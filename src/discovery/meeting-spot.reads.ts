/** Finding meetings: by topic, place and time first, which is how their spots are kept. */
import { ID } from "type-graphql";
import { Group } from "../groups/group.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { DURATION_MINUTES_MAX } from "../meetings/meeting-details.ts";
import { MeetingSeats } from "../meetings/meeting-seats.entity.ts";
import { type Grid, gridOf, isWithin, Near } from "../platform/near.ts";
import { hangLists } from "../platform/reads/declare.ts";
import { between } from "../platform/reads/filters.ts";
import { keysOf } from "../platform/reads/global-ids.ts";
import type { AnyRow, Row, Viewer } from "../platform/reads/policy.ts";
import type { FilterParts, FilterValue, Walk } from "../platform/reads/registry.ts";
import { and, Bind, eq, not, or, type Sql, sql, TRUE } from "../platform/reads/sql.ts";
import { searchedBy } from "../platform/search-words.ts";
import { TOPICS_SEARCHED_MAX, Topic } from "../topics/topic.entity.ts";
import { CLOCK_PARTS, clockFilters, LocalTimeRange, startsOn, startsOnClock } from "./clock-filters.ts";
import { ANY_TOPIC, MeetingSpot } from "./meeting-spot.entity.ts";
import { isSpokenLanguage, spokenLanguages } from "./spoken-language.ts";

type Spot = Row<MeetingSpot>;
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

const cellsOf = (near: FilterValue) => gridOf<Grid>(near, ["fine", "wide"], "vast", CELLS_WALKED_MAX);

/** Spots of one cell, and so few others that each of them can be looked at. */
const isAt = (near: FilterValue | null, spot: Spot, item: (cells: Bind) => Sql): Sql => {
  if (!near) return TRUE;
  const { grid, cells } = cellsOf(near);
  return and(eq(spot[CELL_OF[grid]], item(cells)), isWithin(near, spot));
};

/** One of the meeting's spots is of such a topic, and there. */
function hasSpot(m: Row<Meeting>, v: Viewer, parts: FilterParts): Sql {
  const topics = topicsOf(parts("topics"));
  return v.exists(MeetingSpot, (spot) =>
    and(
      eq(spot.meetingId, m.id),
      sql`${spot.topicId} = any(${topics})`,
      isAt(parts("near"), spot, (cells) => sql`any(${cells})`),
    ),
  );
}

/** When it may start, as far as the filter says. */
const isInTime = (spot: Spot, parts: FilterParts): Sql => {
  const span = parts("startsAt");
  return and(
    span ? between(spot.startsAt).where(span, parts) : TRUE,
    parts("upcoming")?.isTrue() ? sql`${spot.startsAt} > ${EARLIEST}` : TRUE,
  );
};

/** By topic, by place, or by both, in the order of the start. A list of named groups has a better index of its own. */
function walkSpots(parts: FilterParts, order: string): Walk | null {
  const [topics, near] = [parts("topics"), parts("near")];
  if (order !== "STARTS_AT" || parts("groups") || !(topics || near)) return null;
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
        startsOnClock(spot, parts),
      );
    },
    by: ({ startsAt = sql`null` }) => startsAt,
    covers: ["topics", "near", ...CLOCK_PARTS],
  };
}

const isSpoken = (languages: FilterValue, m: Row<Meeting>, v: Viewer): Sql => {
  const ofGroup = v.via(Group, m.groupId, (g) => isSpokenByGroup(languages, g));
  return sql`case when ${m.language} is null then ${ofGroup} else ${isSpokenLanguage(languages, m.language)} end`;
};

/** A text as it is, whatever signs are in it. */
const hasInTitle = (m: Row<Meeting>, query: Sql): Sql =>
  sql`plain_text(${m.title}) like '%' || regexp_replace(plain_text(${query}), '([\\\\%_])', '\\\\\\1', 'g') || '%'`;

/** The group has all the words of a query. */
export const isFound = (groupId: Sql, query: Sql): Sql =>
  sql`${groupId} = any(array(select found.group_id from found_groups(${query}) found))`;

/** One of the languages that a group says it speaks. */
export const isSpokenByGroup = (languages: FilterValue, g: Row<Group>): Sql =>
  sql`exists (select from unnest(${g.languages}) spoken(tag) where ${isSpokenLanguage(languages, sql`spoken.tag`)})`;

hangLists(Meeting, {
  filters: (m, v) => ({
    topics: {
      type: () => [ID],
      description: `Of groups about one of these topics, by global ID; at most ${TOPICS_SEARCHED_MAX}.`,
      where: (_topics, parts) => hasSpot(m, v, parts),
    },
    near: {
      type: () => Near,
      description:
        "Held within this circle: at their own place, or else where their group usually meets. Those only online are left out.",
      // With topics, it is one spot of which both hold.
      where: (_near, parts) => (parts("topics") ? TRUE : hasSpot(m, v, parts)),
    },
    query: searchedBy(
      "Of groups with all of these words, as in `GroupFilter.query`, or with this text in their title, in any letter case and without regard to accents.",
      (query) => or(isFound(m.groupId, query), hasInTitle(m, query)),
    ),
    ...clockFilters((part, value, parts) => startsOn(part, value, m, parts)),
    localTime: {
      type: () => LocalTimeRange,
      description: "Starting within this span of the day, by the clock of `timeZone`.",
      where: (value, parts) => startsOn("localTime", value, m, parts),
    },
    languages: spokenLanguages(
      "In one of these languages, or in a kind of one (`en-GB` is `en`): the meeting's own, or else those of its group; at most 100.",
      (value) => isSpoken(value, m, v),
    ),
    hasSeats: {
      type: () => Boolean,
      description: "Those with a free seat, whichever way of taking part it is for, or those without one.",
      where: (value) => (value.isTrue() ? hasFreeSeat(m, v) : not(hasFreeSeat(m, v))),
    },
  }),
  walk: walkSpots,
});

/** Whether somebody could still have a seat, in one way or another. */
export function hasFreeSeat(m: Row<Meeting>, v: Viewer): Sql {
  return v.exists(MeetingSeats, (s) =>
    and(eq(s.meetingId, m.id), sql`(${s.capacity} is null or ${s.taken} < ${s.capacity})`),
  );
}
