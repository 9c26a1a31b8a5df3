/** Who could have to do with whom, and what they ask of each other and offer. */
import { COFFEE_ID } from "../../command-line/demo/demo-calendar.ts";
import { MEETING_ROOM_OFFER_ID } from "../../command-line/demo/demo-giving.ts";
import { globalId } from "../../platform/ids.ts";
import { type Example, person, pretty } from "./example.ts";

export const NETWORKING: readonly Example[] = [
  {
    query: `# Whom I could introduce to each other, and
# whom I should meet at a coming meeting, each
# with reasons in words. Sign in first.
query WhomToBringTogether($meetingId: ID!) {
  viewer {
    suggestedIntroductions(first: 5) {
      personA {
        id
        profile {
          displayName
        }
      }
      personB {
        id
        profile {
          displayName
        }
      }
      reasons {
        words
      }
    }
  }
  node(id: $meetingId) {
    ... on Meeting {
      suggestedPeople(first: 5) {
        person {
          id
          profile {
            displayName
          }
        }
        reasons {
          words
        }
      }
    }
  }
}
`,
    variables: pretty({ meetingId: globalId("mtg", COFFEE_ID) }),
  },
  {
    query: `# Asks somebody I know to introduce me to
# somebody they know, or to whoever fits what
# I need. Needs the token of
# ada@harbour.example.
mutation AskForAnIntroduction(
  $input: RequestIntroductionInput!
) {
  requestIntroduction(input: $input) {
    request {
      id
      state
      expiresAt
    }
    errors {
      code
      message
      path
    }
  }
}
`,
    variables: pretty({
      input: {
        idempotencyKey: "explorer-request",
        connectorId: person("finn"),
        need: "Somebody who repairs wooden boats.",
        reason: "Ours has been on the slipway since March.",
      },
    }),
    needsOrganiser: true,
  },
  {
    query: `# Says to somebody who offers help what I
# would like of it; only they read it. Needs
# the token of ada@harbour.example.
mutation TakeUpAnOffer(
  $input: RespondToOfferInput!
) {
  respondToOffer(input: $input) {
    response {
      id
      text
    }
    errors {
      code
      message
      path
    }
  }
}
`,
    variables: pretty({
      input: {
        idempotencyKey: "explorer-offer",
        offerId: globalId("off", MEETING_ROOM_OFFER_ID),
        text: "Could eight of us plan the regatta there?",
      },
    }),
    needsOrganiser: true,
  },
  {
    query: `# Addresses out of my own book: who has mine
# in theirs, and is in a group with me, is
# connected with me. Nobody else learns of it.
# Needs the token of ada@harbour.example.
mutation BringMyContacts(
  $input: ImportContactsInput!
) {
  importContacts(input: $input) {
    waitingCount
    errors {
      code
      message
      path
    }
  }
}
`,
    variables: pretty({ input: { emails: ["priya@harbour.example", "a.friend@elsewhere.example"] } }),
    needsOrganiser: true,
  },
];
