import { ID } from "type-graphql";
import { Group } from "../groups/group.entity.ts";
import { organises } from "../groups/group.policy.ts";
import { Person } from "../people/person.entity.ts";
import { ownOnly } from "../people/person.policy.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { flag } from "../platform/reads/filters.ts";
import type { Row } from "../platform/reads/policy.ts";
import { absent, join, type Sql, sql, text } from "../platform/reads/sql.ts";
import { GroupReport } from "./group-report.entity.ts";
import { isOrganisedBy, seesReporter, viewerCanDecide, visibleGroupReport } from "./group-report.policy.ts";
import { PREFIX_OF_REPORTED, ReportedKind } from "./reported-kind.ts";

const EACH_PREFIX = join(
  Object.values(ReportedKind).map((kind) => sql` when ${text(kind)} then ${text(`${PREFIX_OF_REPORTED[kind]}_`)}`),
  "",
);

const subjectIdOf = (r: Row<GroupReport>): Sql =>
  sql`case ${r.kind}${EACH_PREFIX} end || replace(${r.objectId}::text, '-', '')`;

reads(GroupReport, {
  prefix: "rep",
  description: "reports to organisers",
  visible: visibleGroupReport,
  guards: { outcome: isOrganisedBy, warning: isOrganisedBy },
  orders: (r) => ({ REPORTED_AT: { by: r.reportedAt, description: "By when they were made." } }),
  filters: (r) => ({
    isOpen: flag(absent(r.decidedAt), undefined, { description: "Those that wait for a decision, or do not." }),
  }),
  fields: (t) => ({
    group: t.one(Group, "groupId", {
      description: "Whose organisers were told. Null for who reported it once they do not see the group any more.",
    }),
    subjectId: t.value(() => ID, subjectIdOf, {
      description: "Global ID of what was reported: a person, a meeting, or a text that somebody wrote.",
    }),
    person: t.one(Person, "aboutId", {
      description:
        "Whom it is about. Null for a meeting, which is the group's, and for people out of the viewer's sight.",
    }),
    reporter: t.one(Person, "reporterId", {
      when: seesReporter,
      description: "Who reported it. Null for organisers unless `isReporterNamed`.",
    }),
    decidedBy: t.one(Person, "decidedById", {
      when: isOrganisedBy,
      description: "Who decided. For those who organise the group; null for everybody else.",
    }),
    viewerCanDecide: t.bool(viewerCanDecide, { description: "Whether the viewer may decide on it." }),
  }),
});

hang(Group, (t) => ({
  reports: t.connection(GroupReport, "groupId", {
    when: (g, v) => organises(v, g.id),
    description:
      "What its organisers were told is wrong, but for what is about the viewer. For organisers and owners; null for everybody else.",
  }),
}));

hang(Person, (t) => ({
  reportsMade: t.connection(GroupReport, "reporterId", {
    when: ownOnly,
    description: "What they reported to organisers. Only the person themself sees it; null for everybody else.",
  }),
}));
