/** What the viewer keeps in their own book, and what somebody else keeps in theirs. */
import { Encounter, EncounterSetting } from "../../src/encounters/encounter.entity.ts";
import { globalId, newId } from "../../src/platform/ids.ts";
import type { Class } from "../../src/platform/reads/reads.ts";

export const ENTITIES_OF_RECALL = [Encounter] as const;
const BEFORE = new Date("2026-01-05T09:00:00.000Z");
const MADE = { createdAt: BEFORE, updatedAt: BEFORE };

/** Global ids; nobody's are nothing. */
export interface HouseOfRecall {
  readonly encounter: string;
  readonly othersEncounter: string;
}

type Put = <E extends object>(entity: Class<E>, row: Partial<E>) => string;

export function recallFor(put: Put, { viewer, other }: { viewer: string | null; other: string }): HouseOfRecall {
  const encounter = (authorId: string | null): string =>
    authorId === null
      ? newId()
      : put(Encounter, { authorId, setting: EncounterSetting.SPORT, metOn: "2026-01-05", ...MADE });
  return { encounter: globalId("enc", encounter(viewer)), othersEncounter: globalId("enc", encounter(other)) };
}
