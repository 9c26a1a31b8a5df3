/** The lines of the matrix for what people keep in their own books: theirs alone. */
import type { MatrixHouse } from "./house.ts";
import type { Act, Question } from "./table.ts";

const act = (input: Act["input"], outcomes: string): Act => ({ input, outcomes });
const OWN = "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok";
const FOREIGN =
  "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND";

export const MUTATIONS_OF_RECALL: Readonly<Record<string, Act | readonly Act[]>> = {
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
};

const node = (id: (h: MatrixHouse) => string, outcomes: string): Question => ({
  query: (h) => `node(id: "${id(h)}") { id }`,
  outcomes,
});
const NOBODYS = "null null null null null null null null null null";

export const NODES_OF_RECALL: readonly Question[] = [
  node((h) => h.connection, "null ok ok ok ok ok ok ok ok ok"),
  node((h) => h.othersConnection, NOBODYS),
  node((h) => h.encounter, "null ok ok ok ok ok ok ok ok ok"),
  node((h) => h.othersEncounter, NOBODYS),
];
