/** Groups, meetings, and who one is. */
import { type Example, pretty } from "./example.ts";

export const FINDING: readonly Example[] = [
  {
    query: `# The next meetings, as a group's site
# reads them: no credential needed.
query UpcomingMeetings($first: Int) {
  meetings(
    filter: { upcoming: true }
    first: $first
  ) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        title
        startsAt
        startsAtLocal
        timeZone
        mode
        goingCount
        group {
          name
          slug
        }
      }
    }
  }
}
`,
    variables: '{ "first": 5 }\n',
  },
  {
    query: `# Groups near the harbour, nearest
# first; words may be misspelt.
query FindGroups($near: Near!) {
  groups(
    filter: { near: $near, query: "brekfast" }
    orderBy: {
      field: DISTANCE
      direction: ASC
    }
  ) {
    edges {
      node {
        name
        nextMeeting {
          startsAtLocal
        }
      }
    }
  }
}
`,
    variables: pretty({ near: { latitude: 51.45, longitude: -2.6, radiusKm: 10 } }),
  },
  {
    query: `# What a newcomer asks: a group about
# coding, in English, within 10 km, that
# meets on a weekday evening, with a seat
# free on Thursday.
query AGroupForMe(
  $near: Near!
  $thursday: DateTimeRange!
) {
  groups(
    filter: {
      query: "coding"
      languages: ["en"]
      near: $near
      weekdays: [MONDAY, TUESDAY, WEDNESDAY,
        THURSDAY, FRIDAY]
      dayParts: [EVENING]
      hasSeatsWithin: $thursday
    }
    orderBy: {
      field: DISTANCE
      direction: ASC
    }
  ) {
    edges {
      node {
        name
        topics {
          name
        }
        meetings(
          filter: { startsAt: $thursday }
        ) {
          edges {
            node {
              title
              startsAtLocal
            }
          }
        }
      }
    }
  }
}
`,
    variables: pretty({
      near: { latitude: 52.5, longitude: 13.41, radiusKm: 10 },
      thursday: { from: "2026-06-04T00:00:00Z", before: "2026-06-05T00:00:00Z" },
    }),
    comesAgain: true,
  },
  {
    query: `# Thirty groups and the next three
# meetings of each, in one operation.
query GroupsAndMeetings {
  groups(first: 30) {
    edges {
      node {
        name
        city
        memberCount
        meetings(
          filter: { upcoming: true }
          first: 3
        ) {
          edges {
            node {
              title
              startsAt
            }
          }
        }
      }
    }
  }
}
`,
  },
  {
    query: `# Who am I? Get a token with
#   npm run wellmet -- session --email …
# and put it under "Headers":
#   { "authorization": "Bearer ngs_…" }
query WhoAmI {
  viewer {
    id
    profile {
      displayName
      headline
    }
  }
}
`,
  },
];
