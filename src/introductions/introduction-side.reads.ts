import { ID } from "type-graphql";
import { Person } from "../people/person.entity.ts";
import { reads } from "../platform/reads/declare.ts";
import { sql } from "../platform/reads/sql.ts";
import { IntroducedContact } from "./introduced-contact.ts";
import {
  answerOf,
  hasPassedToViewer,
  isConnectorOf,
  isKnownToViewer,
  isOwnSide,
  ownOrConnector,
  visibleSide,
  wordOf,
} from "./introduction.policy.ts";
import { IntroductionAnswer, IntroductionSide } from "./introduction-side.entity.ts";

reads(IntroductionSide, {
  visible: visibleSide,
  strict: true,
  guards: {
    isOutsider: isConnectorOf,
    name: "open",
    note: ownOrConnector,
    askedAt: isOwnSide,
    answeredAt: isOwnSide,
    laterUntil: isOwnSide,
    shares: isOwnSide,
    thankedAt: ownOrConnector,
    thanks: ownOrConnector,
    sharedEmail: hasPassedToViewer,
    sharedPhone: hasPassedToViewer,
    sharedLinks: hasPassedToViewer,
  },
  fields: (t) => ({
    isViewer: t.bool(isOwnSide, { description: "Whether this is the viewer." }),
    answer: t.value(() => IntroductionAnswer, answerOf, {
      nullable: true,
      description:
        "What they say. For themself; for the connector as far as they let it be told; once shared, two yeses for all three. Null otherwise.",
    }),
    word: t.value(() => String, wordOf, {
      nullable: true,
      description: "Their word to the connector: for the two of them, at most 1,000 characters.",
    }),
    personId: t.value(
      () => ID,
      (s) => sql`'per_' || replace(${s.personId}::text, '-', '')`,
      {
        when: isKnownToViewer,
        description:
          "Global ID. For the connector, unless they are an outsider; for the other side once shared. Null otherwise.",
      },
    ),
    person: t.one(Person, "personId", {
      when: hasPassedToViewer,
      description: "Who it is, for the other side once shared. Null before, and for people out of sight.",
    }),
    email: t.value(
      () => String,
      (s) => s.email,
      {
        when: isConnectorOf,
        description: "The outsider's address as the connector gave it, who alone sees it; forgotten after the end.",
      },
    ),
    contact: t.part(
      IntroducedContact,
      hasPassedToViewer,
      {
        email: "sharedEmail",
        phone: "sharedPhone",
        links: "sharedLinks",
      },
      {
        description: "What they chose to let pass, for the other side once both said yes. Null for everybody else.",
      },
    ),
  }),
});
