import { ID } from "type-graphql";
import { Group } from "../groups/group.entity.ts";
import { isMember, organises } from "../groups/group.policy.ts";
import { Person } from "../people/person.entity.ts";
import { hang, reads, standIn } from "../platform/reads/declare.ts";
import { flag } from "../platform/reads/filters.ts";
import type { Row } from "../platform/reads/policy.ts";
import { absent, and, integer, sql } from "../platform/reads/sql.ts";
import { CAME_WITH_GROUP, PersonMerge } from "./person-merge.entity.ts";
import { visiblePersonMerge } from "./person-merge.policy.ts";

/** What it moved is known, and can be moved back. */
const movedHere = (m: Row<PersonMerge>) => sql`${m.membershipVersion} is distinct from ${integer(CAME_WITH_GROUP)}`;

reads(PersonMerge, {
  prefix: "mrg",
  description: "merges of people",
  visible: visiblePersonMerge,
  orders: (m) => ({ MERGED_AT: { by: m.mergedAt, description: "By when they were done." } }),
  filters: (m) => ({
    standing: flag(absent(m.undoneAt), undefined, { description: "Those that stand, or were undone." }),
  }),
  fields: (t) => ({
    group: t.one(Group, "groupId", { description: "In whose books." }),
    mergedPersonId: t.value(
      () => ID,
      (m) => sql`'per_' || replace(${m.mergedId}::text, '-', '')`,
      { description: "ID of who is no longer in the books. While the merge stands, it finds `person`." },
    ),
    mergedName: t.value(
      () => String,
      (m) => sql`(select p.display_name from people p where p.id = ${m.mergedId} and p.email_verified_at is null)`,
      { nullable: true, description: "What they were called. Null once they have an account of their own." },
    ),
    person: t.one(Person, "survivorId", { description: "Who stands for them. Null for people out of sight." }),
    mergedBy: t.one(Person, "mergedById", { description: "Who said so. Null for people out of sight." }),
    viewerCanUnmerge: t.bool((m, v) => and(absent(m.undoneAt), movedHere(m), organises(v, m.groupId)), {
      description:
        "Whether the viewer may undo it. Later merges into the same person have to be undone before it; one that came in with an exported group cannot be undone.",
    }),
  }),
});

hang(Group, (t) => ({
  personMerges: t.connection(PersonMerge, "groupId", {
    when: (g, v) => organises(v, g.id),
    description: "Whom its organisers took for one. For organisers and owners; null for everybody else.",
  }),
}));

// For its members, whose phones and lists may still know the ID that is no longer in the books.
standIn(Person, (key, viewer) =>
  viewer.anonymous
    ? null
    : sql`(select w.survivor_id from person_merges w where w.merged_id = ${key} and w.undone_at is null and ${isMember(viewer, sql`w.group_id`)} order by w.id limit 1)`,
);
