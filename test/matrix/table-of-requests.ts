/** The lines of the matrix for requests for introductions: between the two alone. */
import { type Acts, act, FOREIGN, node, OWN, type Question } from "./line.ts";

const NOT_THEIRS =
  "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN";

export const MUTATIONS_OF_REQUESTS: Acts = {
  requestIntroduction: act(
    (h) => ({ connectorId: h.other, need: "Somebody with a crane.", reason: "Boats" }),
    "UNAUTHENTICATED FORBIDDEN ok ok ok ok FORBIDDEN FORBIDDEN NOT_FOUND FORBIDDEN",
  ),
  declineIntroductionRequest: [
    act((h) => ({ requestId: h.askedRequest }), OWN),
    act((h) => ({ requestId: h.ownRequest }), NOT_THEIRS),
    act((h) => ({ requestId: h.othersRequest }), FOREIGN),
  ],
  withdrawIntroductionRequest: [
    act((h) => ({ requestId: h.ownRequest }), OWN),
    act((h) => ({ requestId: h.askedRequest }), NOT_THEIRS),
    act((h) => ({ requestId: h.othersRequest }), FOREIGN),
  ],
};

export const NODES_OF_REQUESTS: readonly Question[] = [
  node((h) => h.askedRequest, "null ok ok ok ok ok ok ok ok ok"),
  node((h) => h.ownRequest, "null ok ok ok ok ok ok ok ok ok"),
  node((h) => h.othersRequest, "null null null null null null null null null null"),
];
