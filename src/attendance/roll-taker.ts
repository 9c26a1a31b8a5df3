/** Who takes a roll: somebody who hosts the group, or a door that they opened. */
import type { Context } from "../platform/context.ts";
import { type DomainError, invalid } from "../platform/errors.ts";
import { signedIn } from "../platform/find.ts";
import { AttendanceCode } from "./attendance-code.ts";

export interface RollTaker {
  /** In whose name the marks stand. */
  readonly personId: string;
  /** Null for a person. */
  readonly doorId: string | null;
}

/** @throws UNAUTHENTICATED for nobody in particular */
export const rollTaker = (ctx: Context): RollTaker =>
  ctx.principal.kind === "door"
    ? { personId: ctx.principal.openedById, doorId: ctx.principal.doorId }
    : { personId: signedIn(ctx), doorId: null };

/** Who came, and to take back that somebody did. What was agreed beforehand a door cannot know. */
const SEEN_AT_A_DOOR: readonly AttendanceCode[] = [AttendanceCode.PRESENT, AttendanceCode.LATE, AttendanceCode.ABSENT];

/** What is wrong with a mark only because a door made it. */
export const faultAtDoor = ({ doorId }: RollTaker, code: AttendanceCode): DomainError | null =>
  doorId === null || SEEN_AT_A_DOOR.includes(code)
    ? null
    : invalid("code", "A door sees who is there: PRESENT, LATE, or ABSENT to take that back.");
