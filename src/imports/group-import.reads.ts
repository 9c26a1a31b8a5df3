import { Int } from "type-graphql";
import { Group } from "../groups/group.entity.ts";
import { organises } from "../groups/group.policy.ts";
import { Person } from "../people/person.entity.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { among } from "../platform/reads/filters.ts";
import { sql } from "../platform/reads/sql.ts";
import { GroupImport, GroupImportStatus } from "./group-import.entity.ts";
import { visibleGroupImport } from "./group-import.policy.ts";
import { ImportFileKind } from "./import-file-kind.ts";
import { FAULTS_TOLD_MAX, ImportFault, ImportNote, NOTES_TOLD_MAX } from "./import-report.ts";

type Reported = Pick<GroupImport, "report">;

reads(GroupImport, {
  prefix: "imp",
  description: "imports",
  visible: visibleGroupImport,
  orders: (i) => ({ CREATED_AT: { by: i.createdAt, description: "By when they were begun." } }),
  filters: (i) => ({ statuses: among(i.status, GroupImportStatus, { description: "How far they are." }) }),
  fields: (t) => ({
    group: t.one(Group, "groupId", { description: "Into which group." }),
    begunBy: t.one(Person, "begunById", { description: "Who brings it in. Null for people out of sight." }),
    kind: t.value(
      () => ImportFileKind,
      (i) => sql`upper(${i.fileKind})`,
      { description: "What the file is about." },
    ),
    created: t.int((i) => sql`(${i.report} #>> '{counts,created}')::integer`, {
      nullable: true,
      description: "Lines that make something new, or would; null until it is known.",
    }),
    updated: t.int((i) => sql`(${i.report} #>> '{counts,updated}')::integer`, {
      nullable: true,
      description: "Lines that change something, or would; null until it is known.",
    }),
    unchanged: t.int((i) => sql`(${i.report} #>> '{counts,unchanged}')::integer`, {
      nullable: true,
      description: "Lines that say nothing new; null until it is known.",
    }),
    faultCount: t.value(
      () => Int,
      (i) => sql`coalesce((${i.report} ->> 'faultCount')::integer, 0)`,
      { description: "How many faults there are." },
    ),
    faults: t.resolved(
      () => [ImportFault],
      ["report"],
      ({ report }: Reported) => cut(report?.faults, FAULTS_TOLD_MAX),
      {
        description: "The first 100 of them, in the order of the lines.",
      },
    ),
    notes: t.resolved(
      () => [ImportNote],
      ["report"],
      ({ report }: Reported) => cut(report?.notes, NOTES_TOLD_MAX),
      {
        description: "What is no fault; at most 20.",
      },
    ),
    unknownColumns: t.resolved(
      () => [String],
      ["report"],
      ({ report }: Reported) => cut(report?.unknownColumns, FAULTS_TOLD_MAX),
      { description: "Columns that mean nothing to the service; at most 100." },
    ),
  }),
});

hang(Group, (t) => ({
  imports: t.connection(GroupImport, "groupId", {
    when: (g, v) => organises(v, g.id),
    description:
      "Files that its organisers brought in, or began to, until 30 days after they ran out. For organisers and owners; null for everybody else.",
  }),
}));

const cut = <T>(list: readonly T[] | undefined, most: number): readonly T[] => (list ?? []).slice(0, most);
