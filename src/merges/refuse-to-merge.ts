import type { Standing } from "../groups/group.policy.ts";
import { MembershipRole } from "../groups/membership.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden, notFound } from "../platform/errors.ts";
import type { Moving } from "./move-rows.ts";
import { mayMergePeople } from "./person-merge.policy.ts";
import { meetingOfBoth } from "./unite-lines.ts";

interface Known {
  readonly id: string;
  readonly hasAccount: boolean;
  readonly hasAddress: boolean;
  readonly isOnTheBooks: boolean;
  readonly isErased: boolean;
}

/**
 * Who may not be merged, whatever an organiser says. An account is proof of an address, and so of somebody: it always
 * stays, two of them are two, and none becomes a member without its owner's doing, as that would show contact details to
 * organisers. The caller holds the group; the two people are held from here on, so that neither proves an address
 * meanwhile.
 *
 * @throws NOT_FOUND for who is not in the group's books, FORBIDDEN for an organiser's place unless the viewer is an owner,
 *   CONFLICT
 */
export async function refuseToMerge(
  ctx: Context,
  standing: Standing | null,
  pair: Omit<Moving, "mergeId">,
): Promise<void> {
  const { groupId, intoId, mergedId } = pair;
  const known = await heldPeople(ctx, groupId, [intoId, mergedId]);
  const [person, duplicate] = [known.get(intoId), known.get(mergedId)];
  if (!person?.isOnTheBooks) throw notFound("personId", "No such person.");
  if (!duplicate?.isOnTheBooks) throw notFound("duplicateId", "No such person.");
  refuseErased(person, duplicate);
  refuseAccounts(person, duplicate);

  const [theirs, gone] = [await standingIn(ctx, groupId, intoId), await standingIn(ctx, groupId, mergedId)];
  if (!mayMergePeople(standing, gone)) throw forbidden("merge somebody who runs this group");
  refuseStandings(person, theirs, gone);
  const meetingId = await meetingOfBoth(ctx, pair);
  if (meetingId) {
    throw conflict("duplicateId", "Both were marked at one meeting, so they are two.", {
      entity: Meeting,
      id: meetingId,
    });
  }
}

/** Who they were is not known any more, and was not to be. */
function refuseErased(person: Known, duplicate: Known): void {
  const why = "Nothing is known any more of who this was.";
  if (person.isErased) throw conflict("personId", why, { entity: Person, id: person.id });
  if (duplicate.isErased) throw conflict("duplicateId", why, { entity: Person, id: duplicate.id });
}

function refuseAccounts(person: Known, duplicate: Known): void {
  const about = { entity: Person, id: duplicate.id };
  if (duplicate.hasAccount) {
    const why = person.hasAccount
      ? "Both have accounts, so they are two."
      : "This one has an account: merge the other way round.";
    throw conflict("duplicateId", why, about);
  }
  if (duplicate.hasAddress && !person.hasAddress) {
    throw conflict("duplicateId", "This one has an address, the other has none: merge the other way round.", about);
  }
}

function refuseBanned(standing: Standing | null, field: string): void {
  if (standing?.banned) throw conflict(field, "This person is banned. Lift the ban first.");
}

function refuseStandings(person: Known, theirs: Standing | null, gone: Standing | null): void {
  refuseBanned(theirs, "personId");
  refuseBanned(gone, "duplicateId");
  if (gone?.role === MembershipRole.OWNER) throw conflict("duplicateId", "An owner hands the group on first.");
  if (person.hasAccount && gone?.live && !theirs?.live) {
    throw conflict("personId", "This person has an account and is no member: they join by themself first.");
  }
}

async function heldPeople(ctx: Context, groupId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Known>> {
  await ctx.db.query("select 1 from people where id = any($1::uuid[]) order by id for no key update", [ids]);
  const rows: Known[] = await ctx.db.query(
    `select p.id, p.email_verified_at is not null as "hasAccount", p.email is not null as "hasAddress",
            p.erased_at is not null as "isErased",
            exists (select from memberships s where s.group_id = $1 and s.person_id = p.id
                       and (s.joined_at is not null or s.status = 'REQUESTED'))
              or exists (select from rsvps r where r.group_id = $1 and r.person_id = p.id)
              or exists (select from visitors v where v.group_id = $1 and v.person_id = p.id and v.known_as is null)
              as "isOnTheBooks"
       from people p where p.id = any($2::uuid[])`,
    [groupId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
