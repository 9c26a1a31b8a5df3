import { ArrayMaxSize, IsOptional, ValidateNested } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { refuseStale, revise, signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { inTransaction } from "../platform/transaction.ts";
import { IfGiven, valid } from "../platform/valid.ts";
import { Meeting } from "./meeting.entity.ts";
import { mayUpdateMeeting } from "./meeting.policy.ts";
import { capacityOf, fitMode, givenDetails, MeetingDetailsInput, TITLE_LENGTH_MAX } from "./meeting-details.ts";
import { MeetingMode, TakePartMode, waysToTakePart } from "./meeting-mode.ts";
import { placeColumns } from "./meeting-place.ts";
import { MEETING_ROLES_MAX, MeetingRoleInput, setMeetingRoles } from "./meeting-roles.ts";
import { hasEnded } from "./meeting-status.ts";
import { refuseImpossibleWindow } from "./meeting-time.ts";
import { capacityRose, closeSeats, openSeats, setCapacity } from "./seats.ts";

@InputType({
  description:
    "Input of `updateMeeting`. A field left out stays as it is; null clears it, or brings its default back. Time is changed by `rescheduleMeeting`.",
})
export class UpdateMeetingInput extends MeetingDetailsInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;

  @Field(() => Int, { nullable: true, description: "Refuse with `STALE` if the meeting is no longer at this version." })
  expectedVersion?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "One line of plain text, 1 to 200 characters; cannot be cleared.",
  })
  @IfGiven()
  @IsLine(TITLE_LENGTH_MAX)
  title?: string | null;

  @Field(() => MeetingMode, {
    nullable: true,
    description:
      "How it is held; null stays. Place, link and number of seats of what is no longer offered are dropped; not possible while somebody comes that way, waits for it or asks to, or comes online until there is a chair.",
  })
  mode?: MeetingMode | null;

  @Field(() => Date, { nullable: true, description: "From when on one can answer; null means at once." })
  rsvpOpensAt?: Date | null;

  @Field(() => Date, { nullable: true, description: "Until when one can answer; null means until it starts." })
  rsvpClosesAt?: Date | null;

  @Field(() => [MeetingRoleInput], {
    nullable: true,
    description: "Hosts and speakers, at most 20: the whole list as it shall be. Null clears it.",
  })
  @IsOptional()
  @ArrayMaxSize(MEETING_ROLES_MAX)
  @ValidateNested({ each: true })
  roles?: MeetingRoleInput[] | null;
}

export const UpdateMeetingPayload = payloadType("UpdateMeeting", { meeting: () => Meeting });

/** What may still be put right when a meeting is over or cancelled: words and names, nothing that people decided by. */
const ALWAYS_CHANGEABLE: readonly string[] = [
  "meetingId",
  "expectedVersion",
  "title",
  "description",
  "agenda",
  "language",
  "roles",
] satisfies (keyof UpdateMeetingInput)[];

/** Columns whose change people must hear of; iCalendar's SEQUENCE rises with them. */
const WHERE: readonly (keyof Meeting)[] = [
  "mode",
  "onlineUrl",
  "placeName",
  "placeAddress",
  "placeCity",
  "placeCountry",
  "placeLatitude",
  "placeLongitude",
];

/**
 * Changes everything about a meeting but its time and status. Fewer seats than are taken evict nobody; more
 * seats let those who wait move up. Once a meeting is over or cancelled only its words and names can change.
 * Sending what is there already changes nothing, not even the version.
 *
 * @throws NOT_FOUND if the viewer cannot see the meeting, FORBIDDEN unless they organise its group, CONFLICT at the
 *   wrong moment, STALE if it is no longer at `expectedVersion`
 */
export async function updateMeeting(ctx: Context, input: UpdateMeetingInput): Promise<Meeting> {
  await valid(input);
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const meeting = await visible(ctx, Meeting, input.meetingId, "meetingId", { lock: true });
    if (!mayUpdateMeeting(await standingIn(ctx, meeting.groupId))) throw forbidden("change this group's meetings");
    // The row is locked, so that nobody can come between this and the write.
    refuseStale({ entity: Meeting, id: meeting.id }, meeting.version, input.expectedVersion);
    refuseAtWrongMoment(ctx, meeting, input);

    const changes = changesOf(meeting, input);
    const seats = await changeSeats(ctx, meeting, input);
    const rolesChanged =
      input.roles !== undefined && (await setMeetingRoles(ctx, meeting, input.roles ?? [], "updateMeeting"));
    if (Object.keys(changes).length === 0 && !seats.changed && !rolesChanged) return meeting;

    const placeChanged = WHERE.some((column) => column in changes);
    await revise(ctx, meeting, {
      ...changes,
      ...(placeChanged && { sequence: meeting.sequence + 1 }),
      ...(meeting.seriesId && { differsFromSeries: true }),
      updatedAt: ctx.clock.now(),
    });
    const about = { meetingId: meeting.id, groupId: meeting.groupId };
    await emit(ctx, { name: "meeting.updated", ...about, placeChanged });
    for (const mode of seats.raised) {
      await emit(ctx, { name: "meeting.capacityRaised", ...about, mode });
      await capacityRose(ctx, meeting, mode);
    }
    return meeting;
  });
}

function refuseAtWrongMoment(ctx: Context, meeting: Meeting, input: UpdateMeetingInput): void {
  const late = Object.entries(input).find(
    ([field, value]) => value !== undefined && !ALWAYS_CHANGEABLE.includes(field),
  )?.[0];
  if (late === undefined) return;
  if (meeting.cancelledAt) throw conflict(late, "A cancelled meeting keeps this as it was.");
  if (hasEnded(meeting, ctx.clock.now())) throw conflict(late, "A meeting that is over keeps this as it was.");
}

/** Only what becomes different. */
function changesOf(meeting: Meeting, input: UpdateMeetingInput): Partial<Meeting> {
  const mode = input.mode ?? meeting.mode;
  fitMode(input, mode);
  const wanted: Partial<Meeting> = {
    ...givenDetails(input),
    ...(input.title && { title: tidyLine(input.title) }),
    ...(input.rsvpOpensAt !== undefined && { rsvpOpensAt: input.rsvpOpensAt }),
    ...(input.rsvpClosesAt !== undefined && { rsvpClosesAt: input.rsvpClosesAt }),
    mode,
    ...(mode === MeetingMode.ONLINE && placeColumns(null)),
    ...(mode === MeetingMode.IN_PERSON && { onlineUrl: null }),
  };
  refuseImpossibleChange(meeting, wanted);
  const differs = ([column, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(meeting[column as keyof Meeting]);
  return Object.fromEntries(Object.entries(wanted).filter(differs));
}

/** Only where the time for answers is touched: an imported meeting may have an odd one. */
function refuseImpossibleChange(meeting: Meeting, { rsvpOpensAt, rsvpClosesAt }: Partial<Meeting>): void {
  if (rsvpOpensAt === undefined && rsvpClosesAt === undefined) return;
  refuseImpossibleWindow({
    startsAt: meeting.startsAt,
    rsvpOpensAt: rsvpOpensAt === undefined ? meeting.rsvpOpensAt : rsvpOpensAt,
    rsvpClosesAt: rsvpClosesAt === undefined ? meeting.rsvpClosesAt : rsvpClosesAt,
  });
}

interface SeatChanges {
  readonly changed: boolean;
  readonly raised: readonly TakePartMode[];
}

async function changeSeats(ctx: Context, meeting: Meeting, input: UpdateMeetingInput): Promise<SeatChanges> {
  const inPerson = await changeSeatsOf(ctx, meeting, input, TakePartMode.IN_PERSON);
  const online = await changeSeatsOf(ctx, meeting, input, TakePartMode.ONLINE);
  return {
    changed: inPerson !== "unchanged" || online !== "unchanged",
    raised: [
      ...(inPerson === "raised" ? [TakePartMode.IN_PERSON] : []),
      ...(online === "raised" ? [TakePartMode.ONLINE] : []),
    ],
  };
}

/**
 * What becomes of the seats of one way of taking part; that it opens or closes is told by the mode.
 *
 * @throws CONFLICT where it shall close and somebody has a seat, or waits or asks for one
 */
async function changeSeatsOf(ctx: Context, meeting: Meeting, input: UpdateMeetingInput, way: TakePartMode) {
  const isOffered = waysToTakePart(meeting.mode).includes(way);
  const willBe = waysToTakePart(input.mode ?? meeting.mode).includes(way);
  const capacity = capacityOf(input, way);
  if (!willBe) {
    const closed = !isOffered || (await closeSeats(ctx, meeting.id, way));
    if (!closed)
      throw conflict(
        "mode",
        "Somebody comes that way, waits for it, or asks to. Their answers have to be changed first.",
      );
    return "unchanged";
  }
  if (!isOffered) {
    await openSeats(ctx, [meeting.id], way, capacity ?? null);
    return "unchanged";
  }
  return capacity === undefined ? "unchanged" : setCapacity(ctx, meeting.id, way, capacity);
}
