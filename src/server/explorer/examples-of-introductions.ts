/** Introductions, proposed and answered. */
import { ASKED_INTRODUCTION_ID } from "../../command-line/demo/demo-introductions.ts";
import { globalId } from "../../platform/ids.ts";
import { type Example, person, pretty } from "./example.ts";

export const INTRODUCING: readonly Example[] = [
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
];
