/** The lines of the matrix for who stands at the entrance. */
import { type Acts, act } from "./line.ts";

export const MUTATIONS_OF_DOORS: Acts = {
  openDoor: act(
    (h) => ({ meetingId: h.meeting }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN ok ok ok FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  makeCheckInCode: act(
    (h) => ({ meetingId: h.running }),
    "UNAUTHENTICATED FORBIDDEN ok ok ok ok FORBIDDEN FORBIDDEN ok NOT_FOUND",
  ),
  checkInWithCode: act(
    (h) => ({ meetingId: h.running, code: "0000000000" }),
    "UNAUTHENTICATED FORBIDDEN FORBIDDEN INVALID INVALID INVALID FORBIDDEN FORBIDDEN FORBIDDEN NOT_FOUND",
  ),
  closeDoor: act(
    (h) => ({ doorId: h.door }),
    "UNAUTHENTICATED NOT_FOUND NOT_FOUND ok ok ok NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND",
  ),
};
