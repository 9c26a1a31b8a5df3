/** Pairs that a machine takes for one person, likely or not: who sees them is the question here. */
import { DuplicateReason } from "../../src/duplicates/duplicate-reason.ts";
import { LikelyDuplicate } from "../../src/duplicates/likely-duplicate.entity.ts";
import type { Planter } from "./planter.ts";

interface Keyed {
  readonly id: string;
}

export async function plantDuplicates(p: Planter, people: readonly Keyed[], groups: readonly Keyed[]): Promise<void> {
  p.begin("duplicates");
  const { chance } = p;
  const pairs = groups.flatMap(({ id: groupId }) =>
    people.flatMap(({ id: personId }, index) => {
      const duplicate = people[(index + 1 + chance.int(people.length - 1)) % people.length];
      if (!duplicate || !chance.chance(0.3)) return [];
      const score = 11 + chance.int(4);
      const reasons = chance.some(Object.values(DuplicateReason), 0.4);
      return [{ id: p.id(), groupId, personId, duplicateId: duplicate.id, reasons, score, rank: -score }];
    }),
  );
  await p.insert(LikelyDuplicate, pairs);
}
