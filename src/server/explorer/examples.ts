/**
 * What the explorer opens with: operations of the demo world, one tab each. Add the operation of a
 * new room here; a test runs every one of them.
 */
export interface Example {
  /** The operation, named so that its tab says what it is for. */
  readonly query: string;
  /** JSON, as it stands in the explorer's pane of variables. */
  readonly variables?: string;
}

export const examples: readonly Example[] = [
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
  {
    query: `# Every operation has a price in points.
# What is left is told here, under
# "extensions", and in RateLimit headers.
query WhatMayISpend {
  rateLimit {
    cost
    limit
    remaining
    resetAt
  }
}
`,
  },
];
