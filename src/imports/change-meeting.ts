import { callOff } from "../meetings/cancel-meeting.ts";
import type { Meeting } from "../meetings/meeting.entity.ts";
import { waysToTakePart } from "../meetings/meeting-mode.ts";
import { setCapacity } from "../meetings/seats.ts";
import type { Context } from "../platform/context.ts";
import type { CsvRow } from "../platform/csv/csv-row.ts";
import { emit } from "../platform/events.ts";
import { revise } from "../platform/find.ts";
import type { ImportCounts } from "./import-job.ts";
import type { MeetingTold } from "./import-meetings.ts";

/**
 * Brings a meeting that is there up to what a line says; what the line leaves empty stays. Whatever changes about a
 * coming meeting is announced as if an organiser had done it, so that those going hear of it.
 */
export async function changeMeeting(
  ctx: Context,
  row: CsvRow,
  meeting: Meeting,
  told: MeetingTold,
): Promise<keyof ImportCounts> {
  refuseImpossible(row, meeting, told);
  if (!row.isGood) return "unchanged";
  const isReseated = await reseated(ctx, meeting, told);
  const isRewritten = await rewritten(ctx, meeting, told);
  const isSettled = await settled(ctx, meeting, told);
  return isReseated || isRewritten || isSettled ? "updated" : "unchanged";
}

function refuseImpossible(row: CsvRow, meeting: Meeting, { mode, status }: MeetingTold): void {
  const isOther = mode !== null && mode !== meeting.mode;
  row.refuse(isOther, "the mode of a meeting that is there cannot be changed here");
  const isRecalled = status === "DRAFT" && meeting.publishedAt !== null;
  row.refuse(isRecalled, "the meeting is published: it is no draft any more");
  const isRevived = status === "SCHEDULED" && meeting.cancelledAt !== null;
  row.refuse(isRevived, "the meeting is cancelled: schedule a new one");
}

/** Cancels or publishes it, if that is news. */
async function settled(ctx: Context, meeting: Meeting, { status }: MeetingTold): Promise<boolean> {
  if (status === "CANCELLED" && meeting.cancelledAt === null) {
    await callOff(ctx, meeting, null);
    return true;
  }
  if (status !== "SCHEDULED" || meeting.publishedAt !== null) return false;
  await publish(ctx, meeting);
  return true;
}

async function rewritten(ctx: Context, meeting: Meeting, { columns }: MeetingTold): Promise<boolean> {
  const changes: Partial<Meeting> = Object.fromEntries(
    Object.entries(columns).filter(([name, value]) => !isSame(meeting[name as keyof Meeting], value)),
  );
  if (Object.keys(changes).length === 0) return false;
  const now = ctx.clock.now();
  const { id: meetingId, groupId, startsAt } = meeting;
  const isComing = meeting.endsAt > now;
  const isMoved = changes.startsAt !== undefined;
  const isElsewhere = Object.keys(changes).some((name) => name.startsWith("place") || name === "onlineUrl");
  await revise(ctx, meeting, {
    ...changes,
    ...(isMoved && isComing && { movedFrom: startsAt }),
    ...((isMoved || isElsewhere) && { sequence: meeting.sequence + 1 }),
    updatedAt: now,
  });
  if (!isComing) return true;
  const wasPublished = meeting.publishedAt !== null;
  if (isMoved) {
    await emit(ctx, {
      name: "meeting.rescheduled",
      meetingId,
      groupId,
      movedFrom: startsAt.toISOString(),
      wasPublished,
    });
  } else await emit(ctx, { name: "meeting.updated", meetingId, groupId, placeChanged: isElsewhere });
  return true;
}

async function reseated(
  ctx: Context,
  { id: meetingId, groupId, mode }: Meeting,
  { seats }: MeetingTold,
): Promise<boolean> {
  let isReseated = false;
  for (const way of waysToTakePart(mode)) {
    const capacity = seats[way];
    const change = capacity === null ? "unchanged" : await setCapacity(ctx, meetingId, way, capacity);
    if (change === "raised") await emit(ctx, { name: "meeting.capacityRaised", meetingId, groupId, mode: way });
    isReseated ||= change !== "unchanged";
  }
  return isReseated;
}

async function publish(ctx: Context, meeting: Meeting): Promise<void> {
  const now = ctx.clock.now();
  await revise(ctx, meeting, { publishedAt: now, sequence: meeting.sequence + 1, updatedAt: now });
  await emit(ctx, { name: "meeting.published", meetingId: meeting.id, groupId: meeting.groupId });
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
