/** The lines of the matrix for what people keep in their own books: theirs alone. */
import { type Acts, act, FOREIGN, node, OWN, type Question } from "./line.ts";

export const MUTATIONS_OF_RECALL: Acts = {
  logEncounter: [
    act(() => ({ setting: "SPORT", metOn: "2026-05-31", with: [{ name: "The goalkeeper" }] }), OWN),
    act(
      (h) => ({ setting: "ONE_TO_ONE", metOn: "2026-05-31", with: [{ personId: h.other }] }),
      "UNAUTHENTICATED ok ok ok ok ok ok ok NOT_FOUND ok",
    ),
  ],
  updateEncounter: [
    act((h) => ({ encounterId: h.encounter, note: "Plays in goal." }), OWN),
    act((h) => ({ encounterId: h.othersEncounter, note: "Plays in goal." }), FOREIGN),
  ],
  deleteEncounter: [
    act((h) => ({ encounterId: h.encounter }), OWN),
    act((h) => ({ encounterId: h.othersEncounter }), FOREIGN),
  ],
  writeRecallNote: act(
    (h) => ({ personId: h.other, text: "Rows." }),
    "UNAUTHENTICATED ok ok ok ok ok ok ok NOT_FOUND ok",
  ),
  updateRecallNote: [
    act((h) => ({ recallNoteId: h.recallNote, text: "Rowed." }), OWN),
    act((h) => ({ recallNoteId: h.othersRecallNote, text: "Rowed." }), FOREIGN),
  ],
  deleteRecallNote: [
    act((h) => ({ recallNoteId: h.recallNote }), OWN),
    act((h) => ({ recallNoteId: h.othersRecallNote }), FOREIGN),
  ],
  addFollowUp: [
    act(() => ({ text: "Send the plan.", dueOn: "2026-06-05" }), OWN),
    act(
      (h) => ({ personId: h.other, text: "Send the plan.", dueOn: "2026-06-05" }),
      "UNAUTHENTICATED ok ok ok ok ok ok ok NOT_FOUND ok",
    ),
  ],
  updateFollowUp: [
    act((h) => ({ followUpId: h.followUp, status: "DONE" }), OWN),
    act((h) => ({ followUpId: h.othersFollowUp, status: "DONE" }), FOREIGN),
  ],
  deleteFollowUp: [
    act((h) => ({ followUpId: h.followUp }), OWN),
    act((h) => ({ followUpId: h.othersFollowUp }), FOREIGN),
  ],
};

const NOBODYS = "null null null null null null null null null null";

export const NODES_OF_RECALL: readonly Question[] = [
  node((h) => h.connection, "null ok ok ok ok ok ok ok ok ok"),
  node((h) => h.othersConnection, NOBODYS),
  node((h) => h.encounter, "null ok ok ok ok ok ok ok ok ok"),
  node((h) => h.othersEncounter, NOBODYS),
  node((h) => h.recallNote, "null ok ok ok ok ok ok ok ok ok"),
  node((h) => h.othersRecallNote, NOBODYS),
  node((h) => h.followUp, "null ok ok ok ok ok ok ok ok ok"),
  node((h) => h.othersFollowUp, NOBODYS),
];
