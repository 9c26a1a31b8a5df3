import { Block } from "../people/block.entity.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { newId } from "../platform/ids.ts";
import { inTransaction } from "../platform/transaction.ts";
import { ConnectedPair, type ConnectionOrigin, pairOf } from "./connection.entity.ts";
import "./connection.events.ts";

export interface NewConnection {
  readonly personAId: string;
  readonly personBId: string;
  readonly origin: ConnectionOrigin;
  /** Where it began, if at a meeting. */
  readonly meetingId?: string | null;
  /** In which group it began, if in one. */
  readonly groupId?: string | null;
}

/**
 * Connects two people, for acts in which **both** have said yes: nobody is connected without wishing it. Who is
 * connected already stays so, as it began. One that ended begins anew, with nothing left of what either had allowed.
 *
 * Null across a block in either direction, and for one and the same person: silently, as nobody may learn of a block.
 * A block that is being made at this moment waits for the end of this transaction, or is seen by it.
 */
export function beginConnection(ctx: Context, begun: NewConnection): Promise<ConnectedPair | null> {
  const { personAId, personBId, origin, meetingId = null, groupId = null } = begun;
  const pair = pairOf(personAId, personBId);
  return inTransaction(ctx, async (ctx) => {
    await ctx.db.query("select from people where id in ($1, $2) order by id for share", [personAId, personBId]);
    if (personAId === personBId || (await isBlocked(ctx, personAId, personBId))) return null;

    const rows = await ctx.db.query<{ id: string }[]>(
      `insert into connections as known
         (id, person_low_id, person_high_id, origin, meeting_id, group_id, started_at) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (person_low_id, person_high_id) do update set
         origin = excluded.origin, meeting_id = excluded.meeting_id, group_id = excluded.group_id,
         started_at = excluded.started_at, low_bridges = false, high_bridges = false, ended_at = null
       where known.ended_at is not null
       returning id`,
      [newId(), pair.personLowId, pair.personHighId, origin, meetingId, groupId, ctx.clock.now()],
    );
    const [began] = rows;
    if (began) await emit(ctx, { name: "connection.began", connectionId: began.id });
    return ctx.db.findOneByOrFail(ConnectedPair, pair);
  });
}

const isBlocked = (ctx: Context, oneId: string, otherId: string): Promise<boolean> =>
  ctx.db.existsBy(Block, [
    { blockerId: oneId, blockedId: otherId },
    { blockerId: otherId, blockedId: oneId },
  ]);
