import { Group } from "../groups/group.entity.ts";
import { Person } from "../people/person.entity.ts";
import { ownOnly } from "../people/person.policy.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { absent, sql } from "../platform/reads/sql.ts";
import { URL } from "../platform/scalars/url.ts";
import { visibleConnectedApp } from "./app.policy.ts";
import { ConnectedApp } from "./connected-app.entity.ts";
import { CHOSEN_GROUPS_MAX } from "./own-groups.ts";

reads(ConnectedApp, {
  prefix: "cap",
  description: "connected apps",
  visible: visibleConnectedApp,
  orders: (connected) => ({ CREATED_AT: { by: connected.createdAt, description: "By the moment of the first yes." } }),
  fields: (t) => ({
    name: t.value(
      () => String,
      (connected) => sql`(select a.name from apps a where a.id = ${connected.appId})`,
      {
        description: "What the app is called.",
      },
    ),
    websiteUrl: t.value(
      () => URL,
      (connected) => sql`(select a.website_url from apps a where a.id = ${connected.appId})`,
      {
        nullable: true,
        description: "Where the app says that its home is.",
      },
    ),
    seesAllGroups: t.bool((connected) => absent(connected.groupIds), {
      description: "Whether it may see all groups of the member, also those that they join later.",
    }),
    groups: t.list(Group, (group, connected) => sql`${group.id} = any(${connected.groupIds})`, {
      max: CHOSEN_GROUPS_MAX,
      order: (group) => sql`${group.name} collate "C", ${group.id}`,
      description: "The groups that the member chose, at most 200; empty where it may see all.",
    }),
  }),
});

hang(Person, (t) => ({
  connectedApps: t.connection(ConnectedApp, "personId", {
    when: ownOnly,
    description: "The apps of others that may ask in the person's name. Null for everybody but the person themself.",
  }),
}));
