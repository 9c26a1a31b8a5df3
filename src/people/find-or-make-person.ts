import type { Context } from "../platform/context.ts";
import { isEmailAddress, normaliseEmail } from "../platform/email.ts";
import { newId } from "../platform/ids.ts";
import { tidyLine } from "../platform/plain-text.ts";
import { Person } from "./person.entity.ts";

/** What somebody says of a person whom the service may know already. Checked by the caller, not here. */
export interface Described {
  /** As typed; null or left out for a person whose address nobody knows: then it is always a new one. */
  readonly email?: string | null;
  readonly displayName: string;
}

export interface FoundOrMade {
  readonly person: Person;
  /** The person was not known before. */
  readonly isNew: boolean;
}

/**
 * The person behind an address, or a new one without an account: for invitations, walk-ins, imports and the first
 * sign-in, which all mean the same human. An address in other letter case is the same; with another `+tag` it is
 * another. Of somebody known nothing is changed, whatever the caller calls them: a name is its owner's to choose.
 *
 * Announces nothing: the act that needed the person does. Nor may that act show the person's profile to whoever
 * typed the address, or anybody could look up whose it is.
 */
export async function findOrMakePerson(ctx: Context, { email, displayName }: Described): Promise<FoundOrMade> {
  const address = email === undefined || email === null ? null : normaliseEmail(email);
  if (address !== null && !isEmailAddress(address)) throw new TypeError("The caller checks the address.");
  const now = ctx.clock.now();
  const row = { id: newId(), email: address, displayName: tidyLine(displayName), createdAt: now, updatedAt: now };
  // Two may bring the same address in the same moment: the unique key decides, and both get that row.
  await ctx.db.createQueryBuilder().insert().into(Person).values(row).orIgnore().execute();
  const person = await ctx.db.findOneByOrFail(Person, address === null ? { id: row.id } : { email: address });
  return { person, isNew: person.id === row.id };
}
