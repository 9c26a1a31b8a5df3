/** The roll at the door. */
import { COFFEE_ID } from "../../command-line/demo/demo-calendar.ts";
import { globalId } from "../../platform/ids.ts";
import { type Example, person, pretty } from "./example.ts";

const meetingId = globalId("mtg", COFFEE_ID);

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

export const AT_THE_DOOR: readonly Example[] = [
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
    query: `# A token for the telephone at the entrance: it
# takes this meeting's roll and does nothing else.
# Send { door { lines { personId name code } } }
# with it, or show the QR code: it opens \`url\`.
mutation OpenDoor($input: OpenDoorInput!) {
  openDoor(input: $input) {
    token
    url
    qrCode
    door {
      label
      endsAt
      usesMax
    }
    errors {
      message
    }
  }
}
`,
    variables: pretty({ input: { meetingId, label: "Side entrance" } }),
    needsOrganiser: true,
  },
];
