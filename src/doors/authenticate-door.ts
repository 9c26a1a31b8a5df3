/** Which door a token is that came with a request. */
import type { EntityManager } from "typeorm";
import { ask, type KeptStatement, type Question } from "../platform/ask.ts";
import type { Context, DoorPrincipal } from "../platform/context.ts";
import { hashOf } from "../platform/secrets.ts";

/** How the token of a door begins. */
export const DOOR_TOKEN_PREFIX = "ngd";
const DOOR_TOKEN = new RegExp(`^${DOOR_TOKEN_PREFIX}_[0-9a-f]{64}$`);
/** How long a use of a door goes unnoted, so that reads write next to nothing. */
const USED_EVERY_MS = 60_000;

/** Whether a credential looks like the token of a door. */
export const isDoorToken = (token: string): boolean => DOOR_TOKEN.test(token);

/**
 * Open, of a meeting that takes place, and opened by a member who may still take the roll or who handed that on in a
 * hand-over since. `$2` is the moment.
 */
const HOLDS = `d.closed_at is null and d.starts_at <= $2 and d.ends_at > $2
  and exists (select from meetings m join groups g on g.id = m.group_id
               where m.id = d.meeting_id and m.cancelled_at is null and g.archived_at is null)
  and exists (select from memberships s
               where s.group_id = d.group_id and s.person_id = d.opened_by_id and s.status in ('TRIAL', 'ACTIVE', 'GRACE')
                 and (s.role in ('OWNER', 'ORGANISER', 'HOST')
                      or exists (select from role_terms t
                                  where t.group_id = d.group_id and t.person_id = d.opened_by_id and t.role = 'MEMBER'
                                    and t.taken_up_at >= d.created_at and t.ended_on is null)))`;

const DOOR_OF_TOKEN: KeptStatement = {
  name: "door_of_token",
  text: `select d.id, d.meeting_id, d.opened_by_id, coalesce(d.last_used_at <= $3, true)
           from doors d where d.token_hash = $1 and ${HOLDS}`,
};
const USES_LEFT: KeptStatement = {
  name: "uses_left_of_door",
  text: `select uses_max - uses from doors d where d.id = $1 and ${HOLDS} for update of d`,
};
const ADD_USES: KeptStatement = {
  name: "add_uses_of_door",
  text: "update doors set uses = uses + $2, last_used_at = $3 where id = $1",
};

/** Which door it is, and whether that use is due to be noted. */
export interface KnownDoor {
  readonly principal: DoorPrincipal;
  readonly isDue: boolean;
}

type Row = [doorId: string, meetingId: string, openedById: string, isDue: boolean];

/**
 * The door behind a token; null for one that is unknown, closed, not open yet or past its end, whose meeting was
 * cancelled, or whose opener was put out, left, or lost the role otherwise than by a hand-over. Asked of the database
 * with every request; the server's clock decides.
 */
export async function authenticateDoor(db: EntityManager, token: string, now: Date): Promise<KnownDoor | null> {
  if (!isDoorToken(token)) return null;
  const [row] = await ask<Row>(db.dataSource, DOOR_OF_TOKEN, [
    hashOf(token),
    now.toISOString(),
    new Date(now.getTime() - USED_EVERY_MS).toISOString(),
  ]);
  if (!row) return null;
  const [doorId, meetingId, openedById, isDue] = row;
  return { principal: { kind: "door", doorId, meetingId, openedById }, isDue };
}

/** How many marks a door may still make, held until the end of the transaction; no row for one that holds no more. */
export const usesLeftQuestion = (ctx: Context, doorId: string): Question => ({
  statement: USES_LEFT,
  values: [doorId, ctx.clock.now().toISOString()],
});

/** Writes down that a door has made so many marks. */
export const addingUses = (ctx: Context, doorId: string, marks: number): Question => ({
  statement: ADD_USES,
  values: [doorId, marks, ctx.clock.now().toISOString()],
});
