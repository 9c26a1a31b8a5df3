import { Group } from "../groups/group.entity.ts";
import { isMember } from "../groups/group.policy.ts";
import { Person } from "../people/person.entity.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { flag } from "../platform/reads/filters.ts";
import { absent, and, present } from "../platform/reads/sql.ts";
import { RoleTerm } from "./role-term.entity.ts";
import { visibleRoleTerm } from "./role-term.policy.ts";

reads(RoleTerm, {
  prefix: "rtm",
  description: "terms of roles",
  visible: visibleRoleTerm,
  orders: (t) => ({ STARTS_ON: { by: t.startsOn, description: "By their first day." } }),
  filters: (t) => ({
    standing: flag(and(present(t.takenUpAt), absent(t.endedOn)), undefined, {
      description: "Those that are held today, or are not.",
    }),
  }),
  fields: (t) => ({
    group: t.one(Group, "groupId", { description: "In which group." }),
    person: t.one(Person, "personId", { description: "Whose it is. Null for people out of sight." }),
    givenBy: t.one(Person, "givenById", {
      description: "Who handed it over. Null for the operator of the service, and for people out of sight.",
    }),
  }),
});

hang(Group, (t) => ({
  roleTerms: t.connection(RoleTerm, "groupId", {
    when: (g, v) => isMember(v, g.id),
    description:
      "Who was handed which role, with title and days: the history of its offices. For members; null for everybody else.",
  }),
}));
