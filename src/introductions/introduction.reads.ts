import { ID } from "type-graphql";
import { Group } from "../groups/group.entity.ts";
import { IntroductionRequest } from "../introduction-requests/introduction-request.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import { isSelf } from "../people/person.policy.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { among, flag } from "../platform/reads/filters.ts";
import { sql, TRUE } from "../platform/reads/sql.ts";
import { Introduction, IntroductionState } from "./introduction.entity.ts";
import {
  connectorOnly,
  isParty,
  stateOf,
  viewerCanAnswer,
  viewerCanTellOutcome,
  viewerCanWithdraw,
  viewerCanWithdrawAnswer,
  visibleIntroduction,
} from "./introduction.policy.ts";
import { IntroductionSide } from "./introduction-side.entity.ts";

reads(Introduction, {
  prefix: "itr",
  description: "introductions",
  visible: visibleIntroduction,
  guards: { asking: connectorOnly },
  orders: (i) => ({
    CREATED_AT: { by: i.createdAt, description: "By the moment they were proposed." },
  }),
  filters: (i, v) => ({
    states: among(stateOf(i, v), IntroductionState),
    asConnector: flag(connectorOnly(i, v), isParty(i, v), {
      description: "Those that the viewer proposed, or those in which they were asked.",
    }),
  }),
  fields: (t) => ({
    state: t.value(() => IntroductionState, stateOf, { description: "How far it is, as the viewer can tell." }),
    // The person themself may be out of sight by now; that they asked, the viewer knows already.
    connectorId: t.value(
      () => ID,
      (i) => sql`'per_' || replace(${i.connectorId}::text, '-', '')`,
      {
        description: "Global ID of the connector.",
      },
    ),
    group: t.one(Group, "groupId", { description: "The group it comes from; null without one, and out of sight." }),
    meeting: t.one(Meeting, "meetingId", {
      description: "The meeting it comes from; null without one, and out of sight.",
    }),
    request: t.one(IntroductionRequest, "requestId", {
      description: "The request that it takes up. For the connector and who asked; null for everybody else.",
    }),
    sides: t.list(IntroductionSide, "introductionId", {
      max: 2,
      order: (s) => sql`${s.position}`,
      description: "The two, party A first.",
    }),
    viewerCanAnswer: t.bool(viewerCanAnswer, { description: "Whether the viewer is asked and may still answer." }),
    viewerCanWithdrawAnswer: t.bool(viewerCanWithdrawAnswer, {
      description: "Whether the viewer said yes and may still take it back.",
    }),
    viewerCanWithdraw: t.bool(viewerCanWithdraw, { description: "Whether the viewer may take their proposal back." }),
    viewerCanTellOutcome: t.bool(viewerCanTellOutcome, {
      description: "Whether the viewer may tell what came of it, and thank.",
    }),
  }),
});

hang(Person, (t) => ({
  introductions: t.connection(Introduction, () => TRUE, {
    when: (person, v) => isSelf(v, person.id),
    description: "What they proposed and were asked. Only the person themself sees them; null for everybody else.",
  }),
}));

hang(IntroductionRequest, (t) => ({
  introduction: t.first(Introduction, "requestId", {
    description: "What came of it. For who asked only from when they are asked in it, as with any introduction.",
  }),
}));
