import { ID } from "type-graphql";
import { Person } from "../people/person.entity.ts";
import { ownOnly } from "../people/person.policy.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { among, flag } from "../platform/reads/filters.ts";
import { present, type Sql, sql, TRUE } from "../platform/reads/sql.ts";
import { IntroductionRequest, IntroductionRequestState } from "./introduction-request.entity.ts";
import {
  isAskedConnector,
  isAsker,
  stateOf,
  viewerCanTakeUp,
  viewerCanWithdraw,
  visibleRequest,
} from "./introduction-request.policy.ts";

/** People go by ID and by the name of then: a link to one who is out of sight by now would tell why. */
const personId = (key: Sql): Sql => sql`'per_' || replace(${key}::text, '-', '')`;

reads(IntroductionRequest, {
  prefix: "irq",
  description: "requests for introductions",
  visible: visibleRequest,
  orders: (r) => ({ CREATED_AT: { by: r.createdAt, description: "By when they were asked." } }),
  filters: (r, v) => ({
    states: among(stateOf(r, v), IntroductionRequestState),
    asConnector: flag(isAskedConnector(r, v), isAsker(r, v), {
      description: "Those that ask the viewer, or those that the viewer made.",
    }),
  }),
  fields: (t) => ({
    state: t.value(() => IntroductionRequestState, stateOf, { description: "How far it is, as the viewer can tell." }),
    askerId: t.value(
      () => ID,
      (r) => personId(r.askerId),
      { description: "Global ID of who asks." },
    ),
    connectorId: t.value(
      () => ID,
      (r) => personId(r.connectorId),
      { description: "Global ID of the connector." },
    ),
    towardsId: t.value(
      () => ID,
      (r) => personId(r.towardsId),
      {
        when: (r) => present(r.towardsId),
        description: "Global ID of whom they want to meet; null where they describe somebody.",
      },
    ),
    viewerCanTakeUp: t.bool(viewerCanTakeUp, {
      description: "Whether the viewer may take it up, by `proposeIntroduction` with its ID, or decline it.",
    }),
    viewerCanWithdraw: t.bool(viewerCanWithdraw, { description: "Whether the viewer may take it back." }),
  }),
});

hang(Person, (t) => ({
  introductionRequests: t.connection(IntroductionRequest, () => TRUE, {
    when: ownOnly,
    description:
      "For what introductions they asked, and were asked. Only the person themself sees them; null for everybody else.",
  }),
}));
