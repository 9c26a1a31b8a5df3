/** Files that organisers brought in, at every stage. */
import { GroupImport, GroupImportStatus } from "../../src/imports/group-import.entity.ts";
import type { GroupImportReport } from "../../src/imports/import-report.ts";
import { at, type Planter, TEXTS } from "./planter.ts";

interface Keyed {
  readonly id: string;
}

const KINDS = ["people", "attendance", "rsvps"] as const;
const REPORTS: readonly (GroupImportReport | null)[] = [
  null,
  {
    counts: { created: 3, updated: 0, unchanged: 12 },
    faults: [],
    faultCount: 0,
    notes: [...TEXTS, ...TEXTS].map((remark, lines) => ({ remark, lines })),
    unknownColumns: [...TEXTS],
  },
  {
    counts: null,
    faults: TEXTS.map((reason, index) => ({ line: index === 0 ? null : index, reason })),
    faultCount: 4_000,
    notes: [],
    unknownColumns: [],
  },
];

export async function plantImports(p: Planter, people: readonly Keyed[], groups: readonly Keyed[]): Promise<void> {
  p.begin("imports");
  const { chance } = p;
  const imports = groups.flatMap(({ id: groupId }) =>
    people.flatMap(({ id: begunById }) => {
      if (!chance.chance(0.2)) return [];
      const status = chance.pick(Object.values(GroupImportStatus));
      const isAwaited = status === GroupImportStatus.AWAITING_FILE;
      return [
        {
          ...{ id: p.id(), groupId, begunById, fileKind: chance.pick(KINDS), submitRolls: chance.chance(0.5), status },
          ...{
            tokenHash: isAwaited ? p.bytes() : null,
            sizeBytes: isAwaited ? 0 : 1_000,
            readBytes: chance.int(1_000),
          },
          ...{ report: chance.pick(REPORTS), createdAt: p.moment(), expiresAt: at(2), finishedAt: p.orNull(at(-1)) },
        },
      ];
    }),
  );
  await p.insert(GroupImport, imports);
}
