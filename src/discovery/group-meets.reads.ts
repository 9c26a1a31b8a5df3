/** Finding groups by when and how they meet. */
import { Group } from "../groups/group.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { upcoming } from "../meetings/meeting.reads.ts";
import { MeetingMode } from "../meetings/meeting-mode.ts";
import { isSmall } from "../platform/near.ts";
import { DateTimeRange } from "../platform/reads/connection-types.ts";
import { hangLists } from "../platform/reads/declare.ts";
import { between } from "../platform/reads/filters.ts";
import type { Row, Viewer } from "../platform/reads/policy.ts";
import type { FilterParts, FilterValue } from "../platform/reads/registry.ts";
import { absent, and, eq, present, type Sql, sql, TRUE } from "../platform/reads/sql.ts";
import { searchedBy } from "../platform/search-words.ts";
import { clockFilters, startsOn } from "./clock-filters.ts";
import { groupWords, hasFreeSeat, isSpokenByGroup } from "./meeting-spot.reads.ts";
import { spokenLanguages } from "./spoken-language.ts";

/** A coming meeting that whoever sees the group sees. */
const isComing = (m: Row<Meeting>, g: Row<Group>, v: Viewer): Sql =>
  and(eq(m.groupId, g.id), present(m.publishedAt), absent(m.cancelledAt), upcoming(m, v));

/** The parts that one and the same meeting must fit, in the order in which they are looked for. */
const OF_ONE_MEETING = ["weekdays", "dayParts", "modes"] as const;

/** A coming meeting fits all that was said of the day, the hour and the mode; said once, by the first of these parts. */
function meets(part: (typeof OF_ONE_MEETING)[number], g: Row<Group>, v: Viewer, parts: FilterParts): Sql {
  if (OF_ONE_MEETING.find((name) => parts(name)) !== part) return TRUE;
  return v.exists(Meeting, (m) =>
    and(
      isComing(m, g, v),
      ...OF_ONE_MEETING.map((name) => {
        const value = parts(name);
        if (!value) return TRUE;
        return name === "modes" ? sql`${m.mode} = any(${value.bind("text[]")})` : startsOn(name, value, m, parts);
      }),
    ),
  );
}

/** Later than any meeting: where groups stand that have none. */
const NEVER = sql`timestamptz '9999-12-31T00:00:00Z'`;

const nextStart = (g: Row<Group>, v: Viewer): Sql =>
  v.least(
    Meeting,
    (m) => m.startsAt,
    (m) => isComing(m, g, v),
  );

/** Where a place is named, too, its index leads to fewer groups than their words do. */
function isFound(g: Row<Group>, query: Sql, near: FilterValue | null): Sql {
  if (!near) return groupWords.isFound(g.id, query);
  return isSmall(near) ? hasWords(g.id, query) : sql`(${groupWords.isFound(g.id, query)}) is true`;
}

/** The words of this one group alone are looked at, however many others have them. */
const hasWords = (id: Sql, query: Sql): Sql =>
  sql`(select count(distinct a.number) = max(a.of_all) from unnest((select searched_words(${query}))::asked_word[]) a join group_words w on w.word = a.word and w.group_id = ${id})`;

hangLists(Group, {
  orders: (g, v, parts) => ({
    RELEVANCE: groupWords.order(g.id, parts),
    NEXT_MEETING: {
      get by() {
        return sql`coalesce(${nextStart(g, v)}, ${NEVER})`;
      },
      type: "timestamptz",
      description: "By the start of its next meeting, groups without one last.",
    },
  }),
  walk: groupWords.walk,
  filters: (g, v) => ({
    query: searchedBy(
      "With all of these words in its name, topics, town, region or description, each as it is, as the beginning of one, or misspelt.",
      (query, parts) => isFound(g, query, parts("near")),
    ),
    ...clockFilters((part, _value, parts) => (part === "localTime" ? TRUE : meets(part, g, v, parts))),
    modes: {
      type: () => [MeetingMode],
      description:
        "Meeting in one of these ways. It is one and the same coming meeting of which `weekdays`, `dayParts` and `modes` hold.",
      where: (_value, parts) => meets("modes", g, v, parts),
    },
    languages: spokenLanguages(
      "Speaking one of these languages, or a kind of one (`en-GB` is `en`); at most 100.",
      (value) => isSpokenByGroup(value, g),
    ),
    hasSeatsWithin: {
      type: () => DateTimeRange,
      description:
        "With a free seat in a coming meeting that starts within this span of time, whatever else it is like.",
      where: (value, parts) =>
        v.exists(Meeting, (m) => and(isComing(m, g, v), between(m.startsAt).where(value, parts), hasFreeSeat(m, v))),
    },
  }),
});
