import type { Context } from "../platform/context.ts";
import { normaliseEmail } from "../platform/email.ts";
import { newId } from "../platform/ids.ts";
import { tidyLine } from "../platform/plain-text.ts";
import type { Described } from "./find-or-make-person.ts";
import { Person } from "./person.entity.ts";

/**
 * The keys of many people at once, in the given order: `findOrMakePerson` for a whole list, in three statements. What
 * is said there holds here; the caller checked the addresses. Two of the list with one address are one person.
 */
export async function findOrMakePeople(ctx: Context, described: readonly Described[]): Promise<readonly string[]> {
  const now = ctx.clock.now();
  const rows = described.map(({ email, displayName }) => ({
    id: newId(),
    email: email === undefined || email === null ? null : normaliseEmail(email),
    displayName: tidyLine(displayName),
    createdAt: now,
    updatedAt: now,
  }));
  if (rows.length === 0) return [];
  // In the order of the addresses, so that two calls with the same ones never wait for each other.
  const ordered = rows.toSorted((a, b) => ((a.email ?? "") < (b.email ?? "") ? -1 : 1));
  await ctx.db.createQueryBuilder().insert().into(Person).values(ordered).orIgnore().execute();
  const found: { id: string; email: string }[] = await ctx.db.query(
    "select id, email from people where email = any($1)",
    [rows.flatMap(({ email }) => email ?? [])],
  );
  const byEmail = new Map(found.map(({ id, email }) => [email, id]));
  return rows.map(({ id, email }) => (email === null ? id : (byEmail.get(email) ?? id)));
}
