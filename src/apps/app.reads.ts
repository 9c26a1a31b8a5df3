import { Person } from "../people/person.entity.ts";
import { ownOnly } from "../people/person.policy.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { App } from "./app.entity.ts";
import { visibleApp } from "./app.policy.ts";

reads(App, {
  prefix: "app",
  description: "apps",
  visible: visibleApp,
  orders: (app) => ({ CREATED_AT: { by: app.createdAt, description: "By the moment it was registered." } }),
});

hang(Person, (t) => ({
  apps: t.connection(App, "ownerId", {
    when: ownOnly,
    description: "The apps that the person registered. Null for everybody but the person themself.",
  }),
}));
