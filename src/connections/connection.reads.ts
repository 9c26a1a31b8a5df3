import { Group } from "../groups/group.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import { ownOnly } from "../people/person.policy.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { among } from "../platform/reads/filters.ts";
import { eq, FALSE, or, sql } from "../platform/reads/sql.ts";
import { ConnectedPair, ConnectionOrigin } from "./connection.entity.ts";
import { isWith, otherThanViewer, visibleConnection } from "./connection.policy.ts";

reads(ConnectedPair, {
  prefix: "con",
  description: "connections",
  visible: visibleConnection,
  orders: (c) => ({ STARTED_AT: { by: c.startedAt, description: "By their beginning." } }),
  filters: (c) => ({ origins: among(c.origin, ConnectionOrigin) }),
  fields: (t) => ({
    other: t.first(Person, (person, c, v) => eq(person.id, otherThanViewer(c, v)), {
      description: "The one of the two who is not the viewer.",
    }),
    meeting: t.one(Meeting, "meetingId", {
      description: "The meeting at which it began. Null if at none, or at one out of the viewer's sight.",
    }),
    group: t.one(Group, "groupId", {
      description: "The group in which it began. Null if in none, or in one out of the viewer's sight.",
    }),
    viewerBridges: t.bool(
      (c, v) => sql`case when ${c.personLowId} = ${v.id} then ${c.lowBridges} else ${c.highBridges} end`,
      {
        description:
          "Whether the viewer lets others be led over this connection: to the other person by way of the viewer. Off to begin with; what the other person chose is not shown.",
      },
    ),
  }),
});

hang(Person, (t) => ({
  connections: t.connection(
    ConnectedPair,
    (c, person) => or(eq(c.personLowId, person.id), eq(c.personHighId, person.id)),
    {
      when: ownOnly,
      description: "Whom the person is connected with. Only the person themself sees it; null for everybody else.",
    },
  ),
  viewerConnection: t.first(ConnectedPair, (c, person, v) => (v.anonymous ? FALSE : isWith(c, v, person.id)), {
    description: "The viewer's connection with this person; null if they are not connected.",
  }),
}));
