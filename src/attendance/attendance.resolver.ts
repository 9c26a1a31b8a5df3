import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { AcceptMarkInput, AcceptMarkPayload, acceptMark } from "./accept-mark.ts";
import { CheckInInput, CheckInPayload, checkIn } from "./check-in.ts";
import { DismissMarkInput, DismissMarkPayload, dismissMark } from "./dismiss-mark.ts";
import { RecordAttendanceInput, RecordAttendancePayload, recordAttendance } from "./record-attendance.ts";

@Resolver()
export class AttendanceResolver {
  @Mutation(() => RecordAttendancePayload, {
    nullable: true,
    description:
      "Adds up to 500 marks to a meeting's roll, from two hours before the start. Every good mark is stored, and each is answered for. Marks may come in any order and any number of times, from any number of devices. For hosts, organisers and owners.",
  })
  recordAttendance(@Arg("input", () => RecordAttendanceInput) input: RecordAttendanceInput, @Ctx() ctx: Context) {
    return payload(() => recordAttendance(ctx, input));
  }

  @Mutation(() => CheckInPayload, {
    nullable: true,
    description:
      "Marks oneself present, where the meeting allows it, from two hours before the start until the end. For members, and for whoever is going.",
  })
  checkIn(@Arg("input", () => CheckInInput) input: CheckInInput, @Ctx() ctx: Context) {
    return payload(() => checkIn(ctx, input));
  }

  @Mutation(() => AcceptMarkPayload, {
    nullable: true,
    description:
      "Lets a flagged mark take part in the sheet, where it wins or loses by its own `recordedAt`. For organisers and owners.",
  })
  acceptMark(@Arg("input", () => AcceptMarkInput) input: AcceptMarkInput, @Ctx() ctx: Context) {
    return payload(() => acceptMark(ctx, input));
  }

  @Mutation(() => DismissMarkPayload, {
    nullable: true,
    description: "Leaves a flagged mark out of the sheet for good; it stays in the history. For organisers and owners.",
  })
  dismissMark(@Arg("input", () => DismissMarkInput) input: DismissMarkInput, @Ctx() ctx: Context) {
    return payload(() => dismissMark(ctx, input));
  }
}
