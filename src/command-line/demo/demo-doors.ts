import { Door } from "../../doors/door.entity.ts";
import { Meeting } from "../../meetings/meeting.entity.ts";
import type { Context } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { hashOf, newToken } from "../../platform/secrets.ts";
import { COFFEE_ID } from "./demo-calendar.ts";
import { personId } from "./demo-people.ts";

const HOUR_MS = 3_600_000;

/** The telephone at the main entrance of the next meeting; its token is nobody's, since nobody needs it. */
export async function plantDoors(ctx: Context): Promise<void> {
  const meeting = await ctx.db.findOneByOrFail(Meeting, { id: COFFEE_ID });
  const { id: meetingId, groupId, startsAt, endsAt } = meeting;
  await ctx.db.insert(Door, {
    ...{ id: newId(), groupId, meetingId, tokenHash: hashOf(newToken("ngd")), label: "Main entrance" },
    ...{ createdAt: ctx.clock.now(), openedById: personId("ada"), usesMax: 1_000 },
    startsAt: new Date(startsAt.getTime() - 2 * HOUR_MS),
    endsAt: new Date(endsAt.getTime() + 2 * HOUR_MS),
  });
}
