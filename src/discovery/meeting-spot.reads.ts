/** Finding meetings: by what their groups are about and say, by where they are, by the clock, and by seats. */
import { ID } from "type-graphql";
import { Group } from "../groups/group.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { MeetingSeats } from "../meetings/meeting-seats.entity.ts";
import { Near } from "../platform/near.ts";
import { hangLists } from "../platform/reads/declare.ts";
import type { Row, Viewer } from "../platform/reads/policy.ts";
import type { FilterValue } from "../platform/reads/registry.ts";
import { and, eq, not, or, type Sql, sql, TRUE } from "../platform/reads/sql.ts";
import { searchedBy, searchOf } from "../platform/search-words.ts";
import { TOPICS_SEARCHED_MAX } from "../topics/topic.entity.ts";
import { clockFilters, LocalTimeRange, startsOn } from "./clock-filters.ts";
import { isSpokenLanguage, spokenLanguages } from "./spoken-language.ts";
import { hasSpot, walkMeetings } from "./walk-meetings.ts";

/** Groups by their words. */
export const groupWords = searchOf((query) => sql`best_groups(${query})`);

const isSpoken = (languages: FilterValue, m: Row<Meeting>, v: Viewer): Sql => {
  const ofGroup = v.via(Group, m.groupId, (g) => isSpokenByGroup(languages, g));
  return sql`case when ${m.language} is null then ${ofGroup} else ${isSpokenLanguage(languages, m.language)} end`;
};

/** Its group has all the words of a query, or its own title does. */
const isFound = (m: Row<Meeting>, query: Sql): Sql =>
  or(groupWords.isFound(m.groupId, query), sql`${m.id} = any(array(select found_titles(${query})))`);

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
      "Of groups with all of these words, as in `GroupFilter.query`, or with all of them in their own title, where words with digits are found only as they are.",
      (query) => isFound(m, query),
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
  walk: walkMeetings,
});

/** Whether somebody could still have a seat, in one way or another. */
export function hasFreeSeat(m: Row<Meeting>, v: Viewer): Sql {
  return v.exists(MeetingSeats, (s) =>
    and(eq(s.meetingId, m.id), sql`(${s.capacity} is null or ${s.taken} < ${s.capacity})`),
  );
}
