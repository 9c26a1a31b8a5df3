import { knownPerson } from "../introduction-requests/known-person.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { normaliseEmail } from "../platform/email.ts";
import { invalid } from "../platform/errors.ts";
import { tidyLine, tidyParagraphs } from "../platform/plain-text.ts";

/** One who is to be introduced, as the connector names them. */
interface Named {
  readonly personId?: string | null | undefined;
  readonly outsider?: { readonly email: string; readonly name: string } | null | undefined;
  readonly note?: string | null | undefined;
}

export interface Party {
  /** Null for an outsider whom the service does not know. */
  readonly personId: string | null;
  /** Normalised; null for who is named by ID. */
  readonly email: string | null;
  readonly name: string;
  readonly note: string | null;
}

/**
 * Who is meant. Whose an outsider's address is, is looked up, and shows in nothing that the connector is answered.
 *
 * @throws INVALID for none or both, or for the viewer; NOT_FOUND, FORBIDDEN, CONFLICT for who has no account
 */
export async function theParty(ctx: Context, { personId, outsider, note }: Named, which: "A" | "B"): Promise<Party> {
  const field = outsider ? `outsider${which}` : `party${which}Id`;
  if (Boolean(personId) === Boolean(outsider)) throw invalid(field, "A person's ID or an outsider: one of the two.");
  const party = outsider ? await theOutsider(ctx, outsider, field) : await thePerson(ctx, personId ?? "", field);
  return { ...party, note: note ? tidyParagraphs(note) : null };
}

type Found = Omit<Party, "note">;

async function theOutsider(
  ctx: Context,
  outsider: { readonly email: string; readonly name: string },
  field: string,
): Promise<Found> {
  const email = normaliseEmail(outsider.email);
  const person = await ctx.db.findOneBy(Person, { email });
  if (person?.id === ctx.viewerId) throw invalid(field, "Nobody can introduce themself.");
  return { personId: person?.id ?? null, email, name: tidyLine(outsider.name) };
}

async function thePerson(ctx: Context, personId: string, field: string): Promise<Found> {
  const { id, name } = await knownPerson(ctx, personId, field, "introduce people");
  return { personId: id, email: null, name };
}

/** @throws INVALID for the same twice, and for two outsiders: the one who is asked first should know somebody */
export function refuseSameParty(a: Party, b: Party): void {
  if (a.email !== null && b.email !== null) throw invalid("outsiderB", "At most one of the two is an outsider.");
  if (a.email === null && b.email === null && a.personId === b.personId) {
    throw invalid("partyBId", "Two different people.");
  }
}
