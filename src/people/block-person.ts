import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { invalid, limitReached } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { newId, parseGlobalId } from "../platform/ids.ts";
import { inTransaction } from "../platform/transaction.ts";
import { Block } from "./block.entity.ts";
import { holdPeople } from "./hold-people.ts";
import { Person } from "./person.entity.ts";
import "./person.events.ts";

/** Most blocks of one person: each of their requests carries the whole set. */
export const BLOCKS_MAX = 1_000;

@InputType({ description: "Whom the viewer wants nothing of." })
export class BlockPersonInput {
  @Field(() => ID, { description: "The person." })
  personId: string;
}

/**
 * Parts the viewer and another person: neither finds the other any more, anywhere. Doing it again changes nothing.
 * Whoever is blocked gets the answers that somebody gets who asks for what does not exist, and is told nothing.
 *
 * @throws NOT_FOUND for a person out of sight, who may be one that blocks the viewer; LIMIT_REACHED above 1,000
 */
export function blockPerson(ctx: Context, input: BlockPersonInput): Promise<Block> {
  const blockerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    // One at a time for each viewer: whoever pressed twice at once would else find the person gone from sight.
    await holdPeople(ctx, [blockerId]);
    const before = await blockOf(ctx, blockerId, input.personId);
    if (before) return before;

    const person = await visible(ctx, Person, input.personId, "personId");
    if (person.id === blockerId) throw invalid("personId", "Nobody can block themself.");
    if ((await ctx.db.countBy(Block, { blockerId })) >= BLOCKS_MAX) {
      throw limitReached(null, `At most ${BLOCKS_MAX.toLocaleString("en")} people can be blocked.`);
    }
    return insertBlock(ctx, blockerId, person.id);
  });
}

/** The viewer's block of a person, who is out of their sight because of it. */
async function blockOf(ctx: Context, blockerId: string, personId: string): Promise<Block | null> {
  const key = parseGlobalId(personId);
  return key?.prefix === "per" ? ctx.db.findOneBy(Block, { blockerId, blockedId: key.id }) : null;
}

async function insertBlock(ctx: Context, blockerId: string, blockedId: string): Promise<Block> {
  const id = newId();
  const row = { id, blockerId, blockedId, createdAt: ctx.clock.now() };
  // The same person may press the button twice at once: one row, one event.
  await ctx.db.createQueryBuilder().insert().into(Block).values(row).orIgnore().execute();
  const block = await ctx.db.findOneByOrFail(Block, { blockerId, blockedId });
  if (block.id === id) await emit(ctx, { name: "person.blocked", blockerId, blockedId });
  return block;
}
