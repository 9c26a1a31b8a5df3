import { COFFEE_ID } from "../../command-line/demo/demo-calendar.ts";
import { groupId } from "../../command-line/demo/demo-groups.ts";
import { ASKED_INTRODUCTION_ID } from "../../command-line/demo/demo-introductions.ts";
import { personId } from "../../command-line/demo/demo-people.ts";
import { globalId } from "../../platform/ids.ts";

/**
 * What the explorer opens with: operations of the demo world, one tab each. Add the operation of a
 * new room here; a test runs every one of them.
 */
export interface Example {
  /** The operation, named so that its tab says what it is for. */
  readonly query: string;
  /** JSON, as it stands in the explorer's pane of variables. */
  readonly variables?: string;
  /** Answers whoever organises the group only, as its text says. */
  readonly needsOrganiser?: true;
}

const person = (name: Parameters<typeof personId>[0]): string => globalId("per", personId(name));
const meetingId = globalId("mtg", COFFEE_ID);
const pretty = (variables: object): string => `${JSON.stringify(variables, null, 2)}\n`;

/** What a phone at the door would have kept while it was offline; sent once more, it changes nothing. */
const marks = [
  {
    markId: "0197d000-0000-7000-8000-00000000d001",
    personId: person("finn"),
    code: "PRESENT",
    recordedAt: "2026-01-05T08:00:00Z",
  },
  {
    markId: "0197d000-0000-7000-8000-00000000d002",
    walkIn: { walkInId: "0197d000-0000-7000-8000-00000000d003", name: "Noor", invitedBy: person("ben") },
    code: "PRESENT",
    recordedAt: "2026-01-05T08:05:00Z",
  },
];

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
    query: `# The roll at the door, with all that a
# phone needs to take it offline. Needs the
# token of ada@harbour.example.
query TheRoll($meetingId: ID!) {
  node(id: $meetingId) {
    ... on Meeting {
      title
      startsAt
      roll {
        status
        version
        lines {
          personId
          name
          rsvpStatus
          membershipRole
          visitsBefore
          code
          arrivedAt
        }
      }
    }
  }
}
`,
    variables: pretty({ meetingId }),
    needsOrganiser: true,
  },
  {
    query: `# Who came, as many as there are, in one
# go. Run it twice: what is known already
# is answered as repeated. Needs the token
# of ada@harbour.example.
mutation TakeTheRoll(
  $input: RecordAttendanceInput!
) {
  recordAttendance(input: $input) {
    results {
      markId
      outcome
      message
    }
    meeting {
      roll {
        version
      }
    }
    errors {
      code
      message
    }
  }
}
`,
    variables: pretty({ input: { meetingId, marks } }),
    needsOrganiser: true,
  },
  {
    query: `# Who stands in the books twice, and why.
# For organisers: sign in with the token
# of ada@harbour.example. What mergePeople
# makes one, unmergePeople parts again.
query LikelyDuplicates {
  group(by: { slug: "harbour-breakfast" }) {
    likelyDuplicates(first: 20) {
      edges {
        node {
          person {
            id
          }
          personName
          duplicate {
            id
          }
          duplicateName
          reasons
          score
        }
      }
    }
    personMerges(filter: { standing: true }) {
      totalCount
    }
  }
}
`,
    needsOrganiser: true,
  },
  {
    query: `# Who holds which office, who held it
# before, and who will: members read what
# took effect, organisers the plans too.
query Offices {
  group(by: { slug: "harbour-breakfast" }) {
    roleTerms(first: 20) {
      edges {
        node {
          title
          role
          startsOn
          endedOn
          takenUpAt
          person {
            profile {
              displayName
            }
          }
        }
      }
    }
  }
}
`,
    needsOrganiser: true,
  },
  {
    query: `# Hands an office on, today. With an
# "effectiveOn" to come it is a plan.
mutation HandOver($input: HandOverInput!) {
  handOver(input: $input) {
    group {
      roleTerms(filter: { standing: true }) {
        totalCount
      }
    }
    errors {
      code
      message
    }
  }
}
`,
    variables: pretty({
      input: {
        groupId: globalId("grp", groupId("harbourBreakfast")),
        assignments: [{ personId: person("priya"), role: "HOST", title: "Greeter" }],
        idempotencyKey: "greeter of this year",
      },
    }),
    needsOrganiser: true,
  },
  {
    query: `# Who came without a membership: how
# often, who asked them in, who joined.
query Visitors {
  group(by: { slug: "harbour-breakfast" }) {
    visitors(first: 20) {
      edges {
        node {
          name
          visitCount
          lastVisitAt
          invitedBy {
            profile {
              displayName
            }
          }
          joinedAt
        }
      }
    }
  }
}
`,
    needsOrganiser: true,
  },
  {
    query: `# Files brought in, with every fault. The
# next one begins with beginImport.
query Imports {
  group(by: { slug: "harbour-breakfast" }) {
    imports(first: 20) {
      edges {
        node {
          kind
          status
          created
          faultCount
          faults {
            line
            reason
          }
        }
      }
    }
  }
}
`,
    needsOrganiser: true,
  },
  {
    query: `# Everything the group owns, as a ZIP of
# tables: GET the path within ten minutes.
mutation TakeItAllOut($input: ExportGroupInput!) {
  exportGroup(input: $input) {
    path
    expiresAt
    errors {
      code
      message
    }
  }
}
`,
    variables: pretty({ input: { groupId: globalId("grp", groupId("harbourBreakfast")) } }),
    needsOrganiser: true,
  },
  {
    query: `# Keys belong to groups, not to whoever made them:
# a site's, for the pages of its origins, or a
# server's, with scopes. Shown once, kept as a hash.
query KeysOfMyGroup {
  group(by: { slug: "harbour-breakfast" }) {
    apiKeys(first: 10, filter: { isLive: true }) {
      totalCount
      edges {
        node {
          name
          kind
          prefix
          scopes
          lastUsedAt
        }
      }
    }
  }
}
`,
    needsOrganiser: true,
  },
  {
    query: `# Before a meeting: of those who are expected,
# whom I met, what I noted, what I promised.
# Nobody else ever reads it. Sign in first.
query WhomToRecall($meetingId: ID!) {
  viewer {
    peopleToRecall(meetingId: $meetingId) {
      id
      profile {
        displayName
      }
      viewerConnection {
        band
        startedAt
      }
      viewerRecallNotes(first: 3) {
        edges {
          node {
            text
          }
        }
      }
      viewerFollowUps(first: 3) {
        edges {
          node {
            text
            dueOn
            status
          }
        }
      }
    }
  }
}
`,
    variables: pretty({ meetingId }),
  },
  {
    query: `# A code to show to somebody at the door:
# who types it in acceptConnection, within
# ten minutes, is connected with you. Needs
# the token of ada@harbour.example.
mutation OfferMyConnection($input: OfferConnectionInput!) {
  offerConnection(input: $input) {
    code
    expiresAt
    errors {
      code
      message
    }
  }
}
`,
    variables: pretty({ input: {} }),
    needsOrganiser: true,
  },
  {
    query: `# Who could bring me to somebody: by friends,
# and their friends, who let others find a way
# by them (setBridgeConsent). An empty list
# never says why.
query WhoCouldBringMeThere($to: WarmPathTargetInput!) {
  viewer {
    warmPaths(to: $to, maxConnectors: 2, first: 5) {
      band
      connectors {
        id
        profile {
          displayName
        }
      }
      steps {
        band
        reason
      }
    }
  }
}
`,
    variables: pretty({ to: { personId: person("tomasz") } }),
  },
  {
    query: `# Clients that others passed to you, and
# what came of them. Sign in first.
query MyReferrals {
  viewer {
    referralsReceived {
      edges {
        node {
          prospectName
          status
          effort
          likelihood
          viewerCanAcknowledge
        }
      }
    }
    closedBusinessSums(currency: "GBP") {
      reported {
        amountMinorUnits
        count
      }
      credited {
        amountMinorUnits
        count
      }
    }
  }
  asks(filter: { query: "website" }) {
    edges {
      node {
        text
        kind
        viewerCanRespond
      }
    }
  }
}
`,
  },
  {
    query: `# Brings two people together: both are
# asked, and nothing of them passes before
# both said yes. Needs the token of
# ada@harbour.example.
mutation Propose(
  $input: ProposeIntroductionInput!
) {
  proposeIntroduction(input: $input) {
    introduction {
      id
      state
      expiresAt
    }
    errors {
      code
      message
    }
  }
}
`,
    variables: pretty({
      input: {
        idempotencyKey: "explorer-introduction",
        partyAId: person("hana"),
        partyBId: person("tomasz"),
        reason: "You both want to learn to sail.",
        noteForA: "He can borrow a boat.",
        asking: "FIRST_A",
      },
    }),
    needsOrganiser: true,
  },
  {
    query: `# Ada is asked whether she wants to be
# introduced, and says what of her may
# pass. Needs her token.
mutation Answer(
  $input: AnswerIntroductionInput!
) {
  answerIntroduction(input: $input) {
    introduction {
      state
      reason
      sides {
        name
        isViewer
        answer
        contact {
          email
          phone
        }
      }
    }
    errors {
      code
      message
    }
  }
}
`,
    variables: pretty({
      input: {
        introductionId: globalId("itr", ASKED_INTRODUCTION_ID),
        answer: "YES",
        shares: ["EMAIL"],
      },
    }),
    needsOrganiser: true,
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
