/** The lines of the matrix for introductions. */
import { type Acts, act, FOREIGN, OWN } from "./line.ts";

export const MUTATIONS_OF_INTRODUCTIONS: Acts = {
  // ---- introductions: between people whom the viewer shares a group with, and of one's own
  proposeIntroduction: act(
    (h) => ({ partyAId: h.other, outsiderB: { email: `new-${h.group}@example.org`, name: "New" }, reason: "Boats" }),
    "UNAUTHENTICATED FORBIDDEN ok ok ok ok FORBIDDEN FORBIDDEN NOT_FOUND FORBIDDEN",
  ),
  answerIntroduction: [
    act((h) => ({ introductionId: h.askedIntroduction, answer: "NO" }), OWN),
    act(
      (h) => ({ introductionId: h.ownIntroduction, answer: "NO" }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN",
    ),
    act((h) => ({ introductionId: h.introduction, answer: "YES" }), FOREIGN),
  ],
  answerIntroductionByLink: act(
    () => ({ token: `ngx_${"0".repeat(64)}`, answer: "YES" }),
    "NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
  withdrawAnswer: [
    act((h) => ({ introductionId: h.askedIntroduction }), OWN),
    act(
      (h) => ({ introductionId: h.ownIntroduction }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN",
    ),
    act((h) => ({ introductionId: h.introduction }), FOREIGN),
  ],
  withdrawIntroduction: [
    act((h) => ({ introductionId: h.ownIntroduction }), OWN),
    act(
      (h) => ({ introductionId: h.askedIntroduction }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN",
    ),
    act((h) => ({ introductionId: h.introduction }), FOREIGN),
  ],
  declareMet: [
    act((h) => ({ introductionId: h.sharedIntroduction }), OWN),
    act(
      (h) => ({ introductionId: h.askedIntroduction }),
      "UNAUTHENTICATED CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT",
    ),
    act(
      (h) => ({ introductionId: h.ownIntroduction }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN",
    ),
    act((h) => ({ introductionId: h.introduction }), FOREIGN),
  ],
  declareWentCold: [
    act((h) => ({ introductionId: h.sharedIntroduction }), OWN),
    act(
      (h) => ({ introductionId: h.askedIntroduction }),
      "UNAUTHENTICATED CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT",
    ),
    act(
      (h) => ({ introductionId: h.ownIntroduction }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN",
    ),
    act((h) => ({ introductionId: h.introduction }), FOREIGN),
  ],
  thankConnector: [
    act((h) => ({ introductionId: h.sharedIntroduction, thanks: "Thank you." }), OWN),
    act(
      (h) => ({ introductionId: h.askedIntroduction, thanks: "Thank you." }),
      "UNAUTHENTICATED CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT",
    ),
    act(
      (h) => ({ introductionId: h.ownIntroduction, thanks: "Thank you." }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN",
    ),
    act((h) => ({ introductionId: h.introduction, thanks: "Thank you." }), FOREIGN),
  ],
  recordIntroductionOutcome: [
    act((h) => ({ introductionId: h.sharedIntroduction, kind: "CLIENT" }), OWN),
    act(
      (h) => ({ introductionId: h.askedIntroduction, kind: "CLIENT" }),
      "UNAUTHENTICATED CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT",
    ),
    act(
      (h) => ({ introductionId: h.ownIntroduction, kind: "CLIENT" }),
      "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN",
    ),
    act((h) => ({ introductionId: h.introduction, kind: "CLIENT" }), FOREIGN),
  ],
  setIntroductionsWanted: act(() => ({ areWanted: false }), OWN),
  setIntroductionDays: act(
    (h) => ({ groupId: h.group, days: 7 }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN FORBIDDEN ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
};
