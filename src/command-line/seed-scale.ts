import { Group } from "../groups/group.entity.ts";
import { Person } from "../people/person.entity.ts";
import { PersonTopic } from "../people/person-topic.entity.ts";
import { insertRows } from "../platform/bulk-rows.ts";
import type { Context } from "../platform/context.ts";
import { copyRows } from "../platform/copy-rows.ts";
import { inTransaction } from "../platform/transaction.ts";
import { Topic } from "../topics/topic.entity.ts";
import { topicSlug } from "../topics/topic-slug.ts";
import { CommandFailed } from "./output.ts";
import { Sheaf, scaleGroup } from "./scale/scale-groups.ts";
import { scalePeople, scalePersonTopics } from "./scale/scale-people.ts";
import { SCALE_TOPICS, type ScalePlan, scaleId } from "./scale/scale-plan.ts";
import { GIVE_PLACES } from "./scale-places.ts";

/** People written in one statement. */
const PEOPLE_AT_ONCE = 2_000;
/** Groups written in one transaction: some twenty thousand rows. */
const GROUPS_AT_ONCE = 10;
const BATCHES_AT_ONCE = 2;

export interface ScaleSeeding {
  /** Whether it may share the database with others. */
  readonly intoExisting: boolean;
  /** Told after each batch how many rows it wrote, and which part of all is done, from 0 to 1. */
  readonly tell?: (rows: number, done: number) => void;
}

/**
 * Fills a database with a made-up world of any size, in batches, in the same way for the same numbers, seed and day.
 * Each batch is a transaction of its own: one that is interrupted leaves a part, which is for a database to be dropped.
 *
 * @returns how many rows each table was given
 * @throws CommandFailed where somebody lives already, unless told
 */
export async function plantScale(ctx: Context, plan: ScalePlan, seeding: ScaleSeeding): Promise<Map<string, number>> {
  const isInhabited = (await ctx.db.existsBy(Person, {})) || (await ctx.db.existsBy(Group, {}));
  if (isInhabited && !seeding.intoExisting) {
    throw new CommandFailed("Refused: people live in this database already. Say --into-existing if that is meant.");
  }
  const total = new Map<string, number>();
  const batches = Math.ceil(plan.people / PEOPLE_AT_ONCE) + Math.ceil(plan.groups / GROUPS_AT_ONCE);
  let done = 0;
  const count = (written: ReadonlyMap<string, number>) => {
    let rows = 0;
    for (const [table, number] of written) {
      total.set(table, (total.get(table) ?? 0) + number);
      rows += number;
    }
    seeding.tell?.(rows, ++done / batches);
  };
  await plantTopics(ctx, plan);
  await sideBySide(batchesOf(plan.people, PEOPLE_AT_ONCE), async ({ from, before }) =>
    count(await inTransaction(ctx, (ctx) => plantPeople(ctx, plan, from, before))),
  );
  await sideBySide(batchesOf(plan.groups, GROUPS_AT_ONCE), async ({ from, before }) => {
    const sheaf = new Sheaf();
    for (let number = from; number < before; number++) scaleGroup(plan, sheaf, number);
    count(
      await inTransaction(ctx, async (ctx) => {
        const written = await sheaf.write(ctx);
        await ctx.db.query(GIVE_PLACES);
        return written;
      }),
    );
  });
  // Without it the planner would still believe the tables empty.
  await ctx.db.query("analyze");
  return total;
}

interface Batch {
  readonly from: number;
  readonly before: number;
}

const batchesOf = (count: number, size: number): Batch[] =>
  Array.from({ length: Math.ceil(count / size) }, (_, index) => ({
    from: index * size,
    before: Math.min((index + 1) * size, count),
  }));

/** A few batches at the same time: while PostgreSQL writes one, the next one is made up. */
async function sideBySide(batches: readonly Batch[], work: (batch: Batch) => Promise<void>): Promise<void> {
  const waiting = batches.values();
  const one = async () => {
    for (const batch of waiting) await work(batch);
  };
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, one));
}

async function plantPeople(ctx: Context, plan: ScalePlan, from: number, before: number): Promise<Map<string, number>> {
  return new Map([
    ["people", await copyRows(ctx.db, Person, scalePeople(plan, from, before))],
    ["person_topics", await copyRows(ctx.db, PersonTopic, scalePersonTopics(plan, from, before))],
  ]);
}

async function plantTopics(ctx: Context, plan: ScalePlan): Promise<void> {
  const topics = SCALE_TOPICS.map((name, index) => {
    const own = `${name} ${plan.seed}`;
    return { id: scaleId(plan, "topic", index), slug: topicSlug(own), name: own };
  });
  await insertRows(ctx.db, Topic, topics);
}
