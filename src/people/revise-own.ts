import type { Context } from "../platform/context.ts";
import { revise } from "../platform/find.ts";
import { Person } from "./person.entity.ts";

export interface OwnRevision {
  /** Columns as they shall be; those that are so already are left alone. */
  readonly changes: Partial<Person>;
  /** What changes beside the row; answers whether anything did. */
  readonly alsoChange?: (ctx: Context) => Promise<boolean>;
  /** Announces the change, if there was one. */
  readonly tell: (ctx: Context) => Promise<void>;
}

/**
 * Changes a person's own row, inside of a transaction. The row is held meanwhile, so that what stands beside it
 * changes with it. Nothing new leaves the version, and the list of events, as they are.
 *
 * @throws STALE if it changed since `expectedVersion`
 */
export async function reviseOwn(
  ctx: Context,
  personId: string,
  expectedVersion: number | null | undefined,
  { changes, alsoChange, tell }: OwnRevision,
): Promise<Person> {
  const person = await ctx.db.findOneOrFail(Person, { where: { id: personId }, lock: { mode: "pessimistic_write" } });
  const news = differing(person, changes);
  const isMore = (await alsoChange?.(ctx)) ?? false;
  const isNews = isMore || Object.keys(news).length > 0;
  if (!isNews && (expectedVersion ?? person.version) === person.version) return person;

  await revise(ctx, person, { ...news, updatedAt: ctx.clock.now() }, expectedVersion);
  await tell(ctx);
  return person;
}

const differing = (person: Person, changes: Partial<Person>): Partial<Person> =>
  Object.fromEntries(
    Object.entries(changes).filter(
      ([property, value]) => JSON.stringify(value) !== JSON.stringify(person[property as keyof Person]),
    ),
  );
