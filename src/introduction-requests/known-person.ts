import { Audience } from "../people/audience.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden, invalid } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { IntroductionPause } from "./introduction-pause.entity.ts";

/** What somebody is called whose name is not for the viewer. */
const UNNAMED = "Somebody";

export interface Known {
  readonly id: string;
  /** As far as the viewer may read it: what they cannot read, they cannot pass on. */
  readonly name: string;
}

/**
 * Somebody with an account, other than the viewer, who wants to be asked and whom the viewer knows.
 *
 * @param doing what the viewer would do to a stranger, after "You cannot"
 * @throws NOT_FOUND, INVALID for the viewer, FORBIDDEN for whom they share nothing with, CONFLICT
 */
export async function knownPerson(ctx: Context, personId: string, field: string, doing: string): Promise<Known> {
  const { person, circles } = await somebodyElse(ctx, personId, field);
  if (circles.length === 0) throw forbidden(`${doing} with whom you share no group and are not connected`);
  refuseWithoutAccount(person, field);
  await refuseUnwanted(ctx, person.id, field);
  return { id: person.id, name: nameOf(person, circles) };
}

/**
 * Told for sure once the person is held: who says meanwhile that they want none is asked no more.
 *
 * @throws CONFLICT
 */
export async function refuseUnwanted(ctx: Context, personId: string, field: string): Promise<void> {
  const isUnwanted = await ctx.db.existsBy(IntroductionPause, { personId });
  if (isUnwanted) throw conflict(field, "This person wants no introductions at present.");
}

/** Somebody else with an account whom the viewer sees. */
export async function seenPerson(ctx: Context, personId: string, field: string): Promise<Known> {
  const { person, circles } = await somebodyElse(ctx, personId, field);
  refuseWithoutAccount(person, field);
  return { id: person.id, name: nameOf(person, circles) };
}

async function somebodyElse(ctx: Context, personId: string, field: string) {
  const person = await visible(ctx, Person, personId, field);
  if (person.id === ctx.viewerId) throw invalid(field, "Somebody other than you.");
  return { person, circles: await circlesOf(ctx, signedIn(ctx), person.id) };
}

function refuseWithoutAccount(person: Person, field: string): void {
  if (!person.emailVerifiedAt) throw conflict(field, "This person has no account.");
}

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
