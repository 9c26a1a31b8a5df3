/** What the viewer keeps in their own book, and what somebody else keeps in theirs. */
import { Encounter, EncounterSetting } from "../../src/encounters/encounter.entity.ts";
import { globalId, newId } from "../../src/platform/ids.ts";
import type { Class } from "../../src/platform/reads/reads.ts";
import { FollowUp } from "../../src/recall/follow-up.entity.ts";
import { RecallNote } from "../../src/recall/recall-note.entity.ts";

export const ENTITIES_OF_RECALL = [Encounter, RecallNote, FollowUp] as const;
const BEFORE = new Date("2026-01-05T09:00:00.000Z");
const MADE = { createdAt: BEFORE, updatedAt: BEFORE };

/** Global ids; nobody's are nothing. */
export interface HouseOfRecall {
  readonly encounter: string;
  readonly othersEncounter: string;
  readonly recallNote: string;
  readonly othersRecallNote: string;
  readonly followUp: string;
  readonly othersFollowUp: string;
}

type Put = <E extends object>(entity: Class<E>, row: Partial<E>) => string;

export function recallFor(put: Put, { viewer, other }: { viewer: string | null; other: string }): HouseOfRecall {
  const encounter = (authorId: string | null): string =>
    authorId === null
      ? newId()
      : put(Encounter, { authorId, setting: EncounterSetting.SPORT, metOn: "2026-01-05", ...MADE });
  const note = (authorId: string | null): string =>
    authorId === null ? newId() : put(RecallNote, { authorId, personId: other, text: "Rows.", ...MADE });
  const followUp = (authorId: string | null): string =>
    authorId === null
      ? newId()
      : put(FollowUp, { authorId, personId: other, text: "Send the plan.", dueOn: "2026-06-05", ...MADE });
  return {
    encounter: globalId("enc", encounter(viewer)),
    othersEncounter: globalId("enc", encounter(other)),
    recallNote: globalId("rcn", note(viewer)),
    othersRecallNote: globalId("rcn", note(other)),
    followUp: globalId("fup", followUp(viewer)),
    othersFollowUp: globalId("fup", followUp(other)),
  };
}
