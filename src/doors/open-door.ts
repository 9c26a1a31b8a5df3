import { IsOptional, Max, Min } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { standingIn } from "../groups/standing-in.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { refuseUnlessScheduled } from "../meetings/refuse-unless-scheduled.ts";
import type { Context } from "../platform/context.ts";
import { forbidden, limitReached } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { globalId, newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { qrCode } from "../platform/qr-code.ts";
import { URL } from "../platform/scalars/url.ts";
import { hashOf, newToken } from "../platform/secrets.ts";
import { valid } from "../platform/valid.ts";
import { DOOR_TOKEN_PREFIX } from "./authenticate-door.ts";
import { DOOR_LABEL_LENGTH_MAX, Door } from "./door.entity.ts";
import "./door.events.ts";
import { mayOpenDoor } from "./door.policy.ts";
import { doorLink } from "./door-link.ts";
import { doorWindow } from "./door-window.ts";

/** Marks that a door makes unless said otherwise, and at most. */
const DOOR_USES = 1_000;
export const DOOR_USES_MAX = 5_000;
/** Doors of one meeting that are open at once. */
export const OPEN_DOORS_MAX = 20;

@InputType({ description: "Input of `openDoor`." })
export class OpenDoorInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;

  @Field(() => String, {
    nullable: true,
    description: "Which door it is: one line of plain text, 1 to 80 characters.",
  })
  @IsOptional()
  @IsLine(DOOR_LABEL_LENGTH_MAX)
  label?: string | null;

  @Field(() => Date, {
    nullable: true,
    description: "From when on its token is taken: two hours before the start of the meeting, or later.",
  })
  startsAt?: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: "When it ends by itself: two hours after the end of the meeting, or up to a day after it.",
  })
  endsAt?: Date | null;

  @Field(() => Int, { nullable: true, description: "Marks that it makes at most: 1 to 5,000; 1,000 unless said." })
  @IsOptional()
  @Min(1)
  @Max(DOOR_USES_MAX)
  maxUses?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again, without the token.",
  })
  idempotencyKey?: string | null;
}

export const OpenDoorPayload = payloadType("OpenDoor", {
  door: () => Door,
  token: {
    type: () => String,
    description: "The credential itself, shown this once. Null when `errors` is not empty, and for a repeated call.",
  },
  url: {
    type: () => URL,
    description:
      "The page `/door` with the token behind the `#`, which takes the roll on a telephone without any app. As secret as the token. Null where that is.",
  },
  qrCode: {
    type: () => String,
    description:
      "`url` as a QR code to be shown or printed: an SVG image as text, of a few kilobytes and no size of its own. Null where the token is.",
  },
});

/** A door, and the only copy of its token in three ways; null where that was given out before. */
export interface OpenedDoor {
  readonly door: Door;
  readonly token: string | null;
  readonly url: string | null;
  readonly qrCode: string | null;
}

/**
 * Gives a telephone at the entrance what it needs to take the roll of one meeting, and nothing else. The door belongs to
 * the meeting, and its marks stand in the name of who opened it: it goes on when they hand their role over, and
 * ends when it is taken from them or they leave, when anybody who hosts closes it, when the meeting is cancelled, and by itself.
 *
 * @throws NOT_FOUND, FORBIDDEN for who does not host the group, CONFLICT for a draft, a cancelled meeting and one that
 *   ended too long ago, INVALID, LIMIT_REACHED
 */
export async function openDoor(ctx: Context, input: OpenDoorInput): Promise<OpenedDoor> {
  const openedById = signedIn(ctx);
  let token: string | null = null;
  const door = await once(ctx, "openDoor", input, Door, async (ctx) => {
    await valid(input);
    const meeting = await visible(ctx, Meeting, input.meetingId, "meetingId", { lock: true });
    const { id: meetingId, groupId } = meeting;
    if (!mayOpenDoor(await standingIn(ctx, groupId))) throw forbidden("open a door of this meeting");
    refuseUnlessScheduled(meeting, "meetingId");
    const window = doorWindow(meeting, input, ctx.clock.now());
    await refuseTooMany(ctx, meetingId);

    const issued = newToken(DOOR_TOKEN_PREFIX);
    const made = ctx.db.create(Door, {
      ...{
        id: newId(),
        groupId,
        meetingId,
        tokenHash: hashOf(issued),
        label: input.label ? tidyLine(input.label) : null,
      },
      ...{ createdAt: ctx.clock.now(), openedById, ...window },
      ...{ usesMax: input.maxUses ?? DOOR_USES, uses: 0, closedAt: null, lastUsedAt: null },
    });
    await ctx.db.insert(Door, made);
    const objectId = globalId("dor", made.id);
    await writeAuditEntry(ctx, { groupId, action: "openDoor", objectId, after: { label: made.label } });
    await emit(ctx, { name: "door.opened", doorId: made.id, meetingId, groupId });
    token = issued;
    return made;
  });
  return { door, ...shownOnce(ctx, token) };
}

function shownOnce(ctx: Context, token: string | null): Omit<OpenedDoor, "door"> {
  const url = token && doorLink(ctx, token);
  return { token, url, qrCode: url && qrCode(url) };
}

/** The meeting is held, so that of two who open the last one only one does. */
async function refuseTooMany(ctx: Context, meetingId: string): Promise<void> {
  const [{ open }] = await ctx.db.query<[{ open: number }]>(
    "select count(*)::int as open from doors where meeting_id = $1 and closed_at is null and ends_at > $2",
    [meetingId, ctx.clock.now()],
  );
  if (open >= OPEN_DOORS_MAX) throw limitReached("meetingId", `A meeting has at most ${OPEN_DOORS_MAX} open doors.`);
}
