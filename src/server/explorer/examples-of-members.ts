/** What members keep of each other, and do for each other. */
import { COFFEE_ID } from "../../command-line/demo/demo-calendar.ts";
import { globalId } from "../../platform/ids.ts";
import { type Example, person, pretty } from "./example.ts";

const meetingId = globalId("mtg", COFFEE_ID);

export const AMONG_MEMBERS: readonly Example[] = [
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
    query: `# Who was shown your e-mail address or
# telephone, by themself or through which app.
# Nobody but you reads this.
query WhoReadMyContactDetails {
  viewer {
    contactReads(first: 20, orderBy: { field: LAST_READ_AT, direction: DESC }) {
      edges {
        node {
          reader {
            profile {
              displayName
            }
          }
          appName
          details
          times
          lastReadAt
        }
      }
    }
  }
}
`,
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
];
