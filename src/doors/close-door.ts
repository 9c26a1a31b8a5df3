import { Field, ID, InputType } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { Door } from "./door.entity.ts";
import "./door.events.ts";
import { mayCloseDoor } from "./door.policy.ts";

@InputType({ description: "Input of `closeDoor`." })
export class CloseDoorInput {
  @Field(() => ID, { description: "The door." })
  doorId: string;
}

export const CloseDoorPayload = payloadType("CloseDoor", { door: () => Door });

/**
 * Stops a door from the next request on, whoever opened it; the marks that it made stand. Closing it again changes
 * nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN
 */
export function closeDoor(ctx: Context, input: CloseDoorInput): Promise<Door> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const door = await visible(ctx, Door, input.doorId, "doorId", { lock: true });
    const { id: doorId, groupId, meetingId } = door;
    if (!mayCloseDoor(await standingIn(ctx, groupId))) throw forbidden("close this door");
    if (door.closedAt) return door;

    door.closedAt = ctx.clock.now();
    await ctx.db.update(Door, { id: doorId }, { closedAt: door.closedAt });
    const objectId = globalId("dor", doorId);
    await writeAuditEntry(ctx, { groupId, action: "closeDoor", objectId, before: { label: door.label } });
    await emit(ctx, { name: "door.closed", doorId, meetingId, groupId });
    return door;
  });
}
