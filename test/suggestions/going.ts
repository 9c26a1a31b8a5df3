/** A coming meeting, and people who go. */

import { TakePartMode } from "../../src/meetings/meeting-mode.ts";
import { newId } from "../../src/platform/ids.ts";
import { Rsvp, RsvpStatus } from "../../src/rsvps/rsvp.entity.ts";
import type { CastApi } from "../support/cast.ts";
import { makeMeeting } from "../support/meetings.ts";
import type { Planted } from "./world.ts";

const BEFORE = new Date("2026-05-20T09:00:00.000Z");

export const meetingOf = async (api: CastApi, groupId: string): Promise<string> =>
  (await makeMeeting(api.dataSource, { id: newId(), groupId })).id;

export const going = async (
  api: CastApi,
  groupId: string,
  meetingId: string,
  people: readonly Planted[],
): Promise<void> => {
  await api.dataSource.manager.insert(
    Rsvp,
    people.map(({ key }) => ({
      ...{ id: newId(), groupId, meetingId, personId: key, status: RsvpStatus.GOING, mode: TakePartMode.IN_PERSON },
      ...{ queuedAt: BEFORE, answeredById: key, respondedAt: BEFORE, createdAt: BEFORE, updatedAt: BEFORE },
    })),
  );
};
