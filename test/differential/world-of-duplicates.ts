/** Pairs that a machine takes for one person, likely or not: who sees them is the question here. */
import { DuplicateReason } from "../../src/duplicates/duplicate-reason.ts";
import { LikelyDuplicate } from "../../src/duplicates/likely-duplicate.entity.ts";
import { CAME_WITH_GROUP, PersonMerge } from "../../src/merges/person-merge.entity.ts";
import { at, type Planter } from "./planter.ts";

interface Keyed {
  readonly id: string;
}

export async function plantDuplicates(p: Planter, people: readonly Keyed[], groups: readonly Keyed[]): Promise<void> {
  await plantPairs(p, people, groups);
  await plantMerges(p, people, groups);
}

/** Some stand and some were undone; nobody is merged into who was merged, as acts see to. */
async function plantMerges(p: Planter, people: readonly Keyed[], groups: readonly Keyed[]): Promise<void> {
  p.begin("merges");
  const { chance } = p;
  const half = Math.floor(people.length / 2);
  const [survivors, others] = [people.slice(0, half), people.slice(half)];
  const merges = groups.flatMap(({ id: groupId }) =>
    others.flatMap(({ id: mergedId }, index) => {
      if (!chance.chance(0.35)) return [];
      const intoId = chance.pick(survivors).id;
      const mergedById = chance.pick(people).id;
      const undoneAt = chance.chance(0.3) ? at(-1) : null;
      const merge = {
        id: p.id(),
        groupId,
        mergedId,
        intoId,
        survivorId: intoId,
        mergedById,
        undoneAt,
        membershipVersion: p.orNull(index % 2 === 0 ? 3 : CAME_WITH_GROUP),
      };
      return [{ ...merge, mergedAt: chance.pick([-2000, -500.25, -500.25, -48].map(at)) }];
    }),
  );
  await p.insert(PersonMerge, merges);
}

async function plantPairs(p: Planter, people: readonly Keyed[], groups: readonly Keyed[]): Promise<void> {
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
