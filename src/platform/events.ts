/**
 * Facts that rooms announce. Acts write them in their own transaction; what follows from them (mails, other
 * rooms' reactions) happens after commit, in `*.jobs.ts`.
 */
import type { EntityManager } from "typeorm";
import { askWithin, type KeptStatement, type Question } from "./ask.ts";
import type { Context } from "./context.ts";

/**
 * Every event's name and payload. A room adds its own in `<noun>.events.ts`:
 * `declare module "../platform/events.ts" { interface Events { "meeting.cancelled": { meetingId: string } } }`.
 * Payloads are JSON, hold ids rather than copies, and never anything personal or secret: the table is append-only.
 */
export interface Events {}

export type EventName = Extract<keyof Events, string>;

/** `{ name: "meeting.cancelled", meetingId }`: what `emit` takes. */
export type NewEvent<Name extends EventName = EventName> = {
  [Each in Name]: { readonly name: Each } & Readonly<Events[Each]>;
}[Name];

/** Any event that happened, its payload beside these. */
export interface StoredEvent {
  readonly name: string;
  /** Place in the one sequence of events; a decimal bigint. */
  readonly position: string;
  readonly occurredAt: Date;
  /** The person who acted; null for visitors and jobs. */
  readonly actorId: string | null;
  readonly requestId: string;
}

/** What reactions are given: the event as it was announced, and where it stands. */
export type PastEvent<Name extends EventName> = NewEvent<Name> & StoredEvent;

/**
 * Announces a fact in the transaction that makes it true. If that is rolled back, nothing happened.
 *
 * @throws outside of a transaction, where the fact and its announcement could part
 */
export async function emit(ctx: Context, event: NewEvent): Promise<void> {
  if (!ctx.db.queryRunner?.isTransactionActive) throw new Error("Events are emitted inside of inTransaction.");
  const { statement, values } = announcement(ctx, event);
  await askWithin(ctx.db, statement, values);
}

/** What `emit` asks of the database, for acts that ask it together with more. */
export function announcement(ctx: Context, event: NewEvent): Question {
  const { name, ...payload } = event as { name: string };
  // One list of all that happened, and one of what is still to be handed on: the first is never changed.
  return { statement: EMIT, values: [name, JSON.stringify(payload), ctx.clock.now(), ctx.viewerId, ctx.requestId] };
}

const EMIT: KeptStatement = {
  name: "emit_event",
  text: `with event as (
           insert into events (name, payload, occurred_at, actor_id, request_id) values ($1, $2, $3, $4, $5) returning position
         ) insert into unrelayed_events (position) select position from event`,
};

interface EventRow {
  position: string;
  name: string;
  payload: object;
  occurred_at: Date;
  actor_id: string | null;
  request_id: string;
}

const storedEvent = (row: EventRow): StoredEvent => ({
  ...row.payload,
  name: row.name,
  position: row.position,
  occurredAt: row.occurred_at,
  actorId: row.actor_id,
  requestId: row.request_id,
});

/** The event at a position, or null. */
export async function eventAt(db: EntityManager, position: string): Promise<StoredEvent | null> {
  const rows: EventRow[] = await db.query("select * from events where position = $1", [position]);
  return rows[0] ? storedEvent(rows[0]) : null;
}

/**
 * Takes the oldest events that were not handed on yet, in order of position, off the list. A position is drawn
 * before its transaction commits, so a lower one may appear after a higher one: that is why there is a list of
 * single events and no cursor that could pass it by.
 */
export async function takeUnrelayed(db: EntityManager, most: number): Promise<StoredEvent[]> {
  const rows: EventRow[] = await db.query(
    `with taken as (
       delete from unrelayed_events where position in (
         select position from unrelayed_events order by position limit $1 for update skip locked
       ) returning position
     ) select events.* from events join taken using (position) order by position`,
    [most],
  );
  return rows.map(storedEvent);
}
