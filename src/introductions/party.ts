import { Audience } from "../people/audience.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { normaliseEmail } from "../platform/email.ts";
import { conflict, forbidden, invalid } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { tidyLine, tidyParagraphs } from "../platform/plain-text.ts";
import { IntroductionPause } from "./introduction-pause.entity.ts";

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

/** What somebody is called whose name is not for the connector. */
const UNNAMED = "Somebody";

/**
 * Who is meant. Whose an outsider's address is, is looked up, and shows in nothing that the connector is answered.
 *
 * @throws INVALID for none or both, or for the viewer; NOT_FOUND, FORBIDDEN, CONFLICT for who has no account
 */
export async function theParty(ctx: Context, { personId, outsider, note }: Named, which: "A" | "B"): Promise<Party> {
  const field = outsider ? `outsider${which}` : `party${which}Id`;
  if (Boolean(personId) === Boolean(outsider)) throw invalid(field, "A person's ID or an outsider: one of the two.");
  const party = outsider ? await theOutsider(ctx, outsider) : await thePerson(ctx, personId ?? "", field);
  if (party.personId === ctx.viewerId) throw invalid(field, "Nobody can introduce themself.");
  return { ...party, note: note ? tidyParagraphs(note) : null };
}

type Found = Omit<Party, "note">;

async function theOutsider(ctx: Context, outsider: { readonly email: string; readonly name: string }): Promise<Found> {
  const email = normaliseEmail(outsider.email);
  const person = await ctx.db.findOneBy(Person, { email });
  return { personId: person?.id ?? null, email, name: tidyLine(outsider.name) };
}

async function thePerson(ctx: Context, personId: string, field: string): Promise<Found> {
  const person = await visible(ctx, Person, personId, field);
  if (person.id === ctx.viewerId) return { personId: person.id, email: null, name: person.displayName };
  const circles = await circlesOf(ctx, signedIn(ctx), person.id);
  if (circles.length === 0) throw forbidden("introduce people with whom you share no group and are not connected");
  if (!person.emailVerifiedAt) throw conflict(field, "This person has no account. Introduce them by their address.");
  const isUnwanted = await ctx.db.existsBy(IntroductionPause, { personId: person.id });
  if (isUnwanted) throw conflict(field, "This person wants no introductions at present.");
  return { personId: person.id, email: null, name: nameOf(person, circles) };
}

/** @throws INVALID for the same twice, and for two outsiders: the one who is asked first should know somebody */
export function refuseSameParty(a: Party, b: Party): void {
  if (a.email !== null && b.email !== null) throw invalid("outsiderB", "At most one of the two is an outsider.");
  if (a.email === null && b.email === null && a.personId === b.personId) {
    throw invalid("partyBId", "Two different people.");
  }
}

/** As far as the connector may read it: what they cannot read, they cannot pass on. */
const nameOf = ({ displayName, displayNameAudience }: Person, circles: readonly Audience[]): string =>
  [Audience.PUBLIC, Audience.SIGNED_IN, ...circles].includes(displayNameAudience) ? displayName : UNNAMED;

/** By what the two know each other: a group that both are members of today, a connection, or nothing. */
async function circlesOf(ctx: Context, oneId: string, otherId: string): Promise<Audience[]> {
  const [known] = await ctx.db.query<[{ shareGroup: boolean; areConnected: boolean }]>(
    `select exists (
       select from memberships one join memberships other on other.group_id = one.group_id
        where one.person_id = $1 and other.person_id = $2
          and one.status in ('TRIAL', 'ACTIVE', 'GRACE') and other.status in ('TRIAL', 'ACTIVE', 'GRACE')
     ) as "shareGroup", exists (
       select from connections where ended_at is null
          and person_low_id = least($1::uuid, $2::uuid) and person_high_id = greatest($1::uuid, $2::uuid)
     ) as "areConnected"`,
    [oneId, otherId],
  );
  return [
    ...(known.shareGroup ? [Audience.GROUPS_IN_COMMON] : []),
    ...(known.areConnected ? [Audience.CONNECTIONS] : []),
  ];
}
