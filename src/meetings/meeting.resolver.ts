import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, withEdge } from "../platform/payload.ts";
import { CancelMeetingInput, CancelMeetingPayload, cancelMeeting } from "./cancel-meeting.ts";
import { PublishMeetingInput, PublishMeetingPayload, publishMeeting } from "./publish-meeting.ts";
import { RescheduleMeetingInput, RescheduleMeetingPayload, rescheduleMeeting } from "./reschedule-meeting.ts";
import { ScheduleMeetingInput, ScheduleMeetingPayload, scheduleMeeting } from "./schedule-meeting.ts";
import { UpdateMeetingInput, UpdateMeetingPayload, updateMeeting } from "./update-meeting.ts";

@Resolver()
export class MeetingResolver {
  @Mutation(() => ScheduleMeetingPayload, {
    nullable: true,
    description: "Puts a one-off meeting on a group's calendar. For its organisers.",
  })
  async scheduleMeeting(
    @Ctx() ctx: Context,
    @Arg("input", () => ScheduleMeetingInput) input: ScheduleMeetingInput,
  ): Promise<object> {
    return payload(async () => withEdge("meeting", await scheduleMeeting(ctx, input)));
  }

  @Mutation(() => UpdateMeetingPayload, {
    nullable: true,
    description: "Changes everything about a meeting but its time and status. For the group's organisers.",
  })
  async updateMeeting(
    @Ctx() ctx: Context,
    @Arg("input", () => UpdateMeetingInput) input: UpdateMeetingInput,
  ): Promise<object> {
    return payload(async () => ({ meeting: await updateMeeting(ctx, input) }));
  }

  @Mutation(() => CancelMeetingPayload, {
    nullable: true,
    description: "Calls a meeting off, with a reason that everybody may read. For the group's organisers.",
  })
  async cancelMeeting(
    @Ctx() ctx: Context,
    @Arg("input", () => CancelMeetingInput) input: CancelMeetingInput,
  ): Promise<object> {
    return payload(async () => ({ meeting: await cancelMeeting(ctx, input) }));
  }

  @Mutation(() => RescheduleMeetingPayload, {
    nullable: true,
    description:
      "Moves a meeting to another time; it stays the same meeting, with its answers. For the group's organisers.",
  })
  async rescheduleMeeting(
    @Ctx() ctx: Context,
    @Arg("input", () => RescheduleMeetingInput) input: RescheduleMeetingInput,
  ): Promise<object> {
    return payload(async () => ({ meeting: await rescheduleMeeting(ctx, input) }));
  }

  @Mutation(() => PublishMeetingPayload, {
    nullable: true,
    description: "Shows a draft to everybody who may see the group. For its organisers.",
  })
  async publishMeeting(
    @Ctx() ctx: Context,
    @Arg("input", () => PublishMeetingInput) input: PublishMeetingInput,
  ): Promise<object> {
    return payload(async () => ({ meeting: await publishMeeting(ctx, input) }));
  }
}
