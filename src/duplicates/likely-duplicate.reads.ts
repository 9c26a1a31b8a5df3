import { Group } from "../groups/group.entity.ts";
import { organises } from "../groups/group.policy.ts";
import { Person } from "../people/person.entity.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { sql } from "../platform/reads/sql.ts";
import { LikelyDuplicate } from "./likely-duplicate.entity.ts";
import { visibleLikelyDuplicate } from "./likely-duplicate.policy.ts";

/** What the group's rolls call them, whatever they show of themself. */
const nameOf = (personId: ReturnType<typeof sql>) =>
  sql`(select p.display_name from people p where p.id = ${personId})`;

reads(LikelyDuplicate, {
  prefix: "dup",
  description: "likely duplicates",
  visible: visibleLikelyDuplicate,
  orders: (d) => ({ RANK: { by: d.rank, description: "The same address first, then the strongest evidence." } }),
  fields: (t) => ({
    group: t.one(Group, "groupId", { description: "In whose books." }),
    person: t.one(Person, "personId", {
      description: "Who would stay: who has an account, else who has an address, else who has been known for longer.",
    }),
    personName: t.value(
      () => String,
      (d) => nameOf(d.personId),
      { description: "What the group's rolls call them." },
    ),
    duplicate: t.one(Person, "duplicateId", {
      description: "Who would be merged into that person. Never somebody with an account.",
    }),
    duplicateName: t.value(
      () => String,
      (d) => nameOf(d.duplicateId),
      { description: "What the group's rolls call them." },
    ),
  }),
});

hang(Group, (t) => ({
  likelyDuplicates: t.connection(LikelyDuplicate, "groupId", {
    when: (g, v) => organises(v, g.id),
    description:
      "Pairs of people in its books who are probably one, at most 1,000, the likeliest first. Two who were marked at one meeting are not one, nor are two with accounts. For organisers and owners; null for everybody else.",
  }),
}));
