import { beginConnection } from "../connections/begin-connection.ts";
import { ConnectionOrigin, pairOf } from "../connections/connection.entity.ts";
import type { Context } from "../platform/context.ts";
import { duplicate } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { type Encounter, EncounterSetting } from "./encounter.entity.ts";
import type { PersonMet } from "./people-met.ts";

interface Talk {
  readonly person_low_id: string;
  readonly person_high_id: string;
  readonly low_encounter_id: string | null;
  readonly high_encounter_id: string | null;
}

/**
 * Makes a talk of two count: by the first of them who wrote it down, or beside the other's word as the same. Where both
 * wrote it down and both wish it, they are connected. Encounters of other kinds count by themselves.
 *
 * @throws DUPLICATE if the author wrote down one with that person on that day already
 */
export async function countOneToOne(ctx: Context, encounter: Encounter, [met]: readonly PersonMet[]): Promise<void> {
  if (encounter.setting !== EncounterSetting.ONE_TO_ONE || !met?.personId) return;
  const talk = await countTalk(ctx, encounter, met.personId);
  if (!talk) throw duplicate("metOn", "You wrote down a one-to-one with this person on that day already.");
  await connectIfBothWish(ctx, talk);
}

/** Nothing if the author wrote down another one with that person on that day. */
async function countTalk(
  ctx: Context,
  { id, authorId, metOn }: Pick<Encounter, "id" | "authorId" | "metOn">,
  personId: string,
): Promise<Talk | undefined> {
  const { personLowId, personHighId } = pairOf(authorId, personId);
  const side = authorId === personLowId ? "low_encounter_id" : "high_encounter_id";
  // Whoever comes second waits for the first at the key of the two and the day.
  const [talk] = await ctx.db.query<Talk[]>(
    `insert into one_to_ones as known (id, person_low_id, person_high_id, met_on, ${side}) values ($1, $2, $3, $4, $5)
     on conflict (person_low_id, person_high_id, met_on) do update set ${side} = excluded.${side}
     where known.${side} is null
     returning person_low_id, person_high_id, low_encounter_id, high_encounter_id`,
    [newId(), personLowId, personHighId, metOn, id],
  );
  return talk;
}

/**
 * Counts talks anew after the books name somebody else in them, as when two people turn out to be one. One beside which
 * the author wrote down another of that day does not count. It connects nobody: neither of the two has done anything.
 */
export async function recountOneToOnes(ctx: Context, encounterIds: readonly string[]): Promise<void> {
  const talks = await ctx.db.query<{ id: string; authorId: string; metOn: string; personId: string }[]>(
    `select e.id, e.author_id as "authorId", e.met_on::text as "metOn", p.person_id as "personId"
       from encounters e join encounter_people p on p.encounter_id = e.id
      where e.id = any($1::uuid[]) and e.setting = 'ONE_TO_ONE' and p.person_id is not null order by e.id`,
    [encounterIds],
  );
  for (const talk of talks) {
    await uncountOneToOne(ctx, talk.id);
    await countTalk(ctx, talk, talk.personId);
  }
}

/** What the author wished changed, and nothing else: the talk is held, so that of two at once one sees the other's wish. */
export async function reconsiderWish(ctx: Context, encounterId: string): Promise<void> {
  const [talk] = await ctx.db.query<Talk[]>(
    `select person_low_id, person_high_id, low_encounter_id, high_encounter_id from one_to_ones
      where $1 in (low_encounter_id, high_encounter_id) for update`,
    [encounterId],
  );
  if (talk) await connectIfBothWish(ctx, talk);
}

/** Takes the author's word of it back; the other's, if there is one, goes on counting. */
export async function uncountOneToOne(ctx: Context, encounterId: string): Promise<void> {
  const isOfIt = "$1 in (low_encounter_id, high_encounter_id)";
  // Held first: the other one may be taking theirs back as well.
  await ctx.db.query(`select from one_to_ones where ${isOfIt} for update`, [encounterId]);
  await ctx.db.query(
    `delete from one_to_ones where ${isOfIt} and (low_encounter_id is null or high_encounter_id is null)`,
    [encounterId],
  );
  await ctx.db.query(
    `update one_to_ones set low_encounter_id = nullif(low_encounter_id, $1),
                            high_encounter_id = nullif(high_encounter_id, $1) where ${isOfIt}`,
    [encounterId],
  );
}

async function connectIfBothWish(ctx: Context, talk: Talk): Promise<void> {
  const { low_encounter_id: low, high_encounter_id: high } = talk;
  if (!low || !high) return;
  const wishing = await ctx.db.query<object[]>("select from encounters where id in ($1, $2) and wishes_connection", [
    low,
    high,
  ]);
  if (wishing.length < 2) return;
  const people = { personAId: talk.person_low_id, personBId: talk.person_high_id };
  await beginConnection(ctx, { ...people, origin: ConnectionOrigin.ENCOUNTER });
}
