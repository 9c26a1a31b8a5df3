import { Group } from "../groups/group.entity.ts";
import { organises } from "../groups/group.policy.ts";
import { Person } from "../people/person.entity.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { AuditChange, AuditEntry } from "./audit-entry.entity.ts";
import { visibleAuditEntry } from "./audit-entry.policy.ts";

reads(AuditEntry, {
  prefix: "aud",
  description: "lines of an audit log",
  visible: visibleAuditEntry,
  orders: (entry) => ({ OCCURRED_AT: { by: entry.occurredAt, description: "By the moment it was done." } }),
  fields: (t) => ({
    group: t.one(Group, "groupId", { description: "The group whose log it stands in." }),
    actor: t.one(Person, "actorId", {
      description: "Who did it. Null for what the service did by itself, and for people out of the viewer's sight.",
    }),
    person: t.one(Person, "personId", {
      description: "To whom. Null where it concerned nobody in particular, and for people out of the viewer's sight.",
    }),
    changes: t.resolved(() => [AuditChange], ["before", "after"], changesOf, {
      description: "What was changed, value by value; at most 20.",
    }),
  }),
});

hang(Group, (t) => ({
  auditLog: t.connection(AuditEntry, "groupId", {
    when: (g, v) => organises(v, g.id),
    description:
      "What its organisers did to others, but for what they decided on a report about the viewer. For organisers and owners; null for everybody else. `last` and `before` read it from the newest line on.",
  }),
}));

/** Every value named before or after, in the order of their names. */
function changesOf({ before, after }: Pick<AuditEntry, "before" | "after">): AuditChange[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return fields.map((field) => ({ field, before: written(before[field]), after: written(after[field]) }));
}

const written = (value: string | number | boolean | null | undefined): string | null =>
  value === null || value === undefined ? null : String(value);
