import type { Policy, Viewer } from "../platform/reads/policy.ts";
import { and, eq, FALSE, isOneOf, join, never, not, or, present, type Sql, sql, text } from "../platform/reads/sql.ts";
import { acquaintance } from "./acquaintance.ts";
import { Audience } from "./audience.ts";
import { Block } from "./block.entity.ts";
import type { Person } from "./person.entity.ts";
import type { AudienceColumn } from "./profile-field.ts";

/** The viewer is this person; never true of nobody. */
export const isSelf = (viewer: Viewer, personId: Sql): Sql => (viewer.anonymous ? FALSE : eq(personId, viewer.id));

/** Neither of the two blocks the other. Each direction is a set of the viewer's own, looked up once. */
export const unblocked = (viewer: Viewer, personId: Sql): Sql =>
  and(
    not(
      viewer.in(
        personId,
        Block,
        (b) => b.blockedId,
        (b) => eq(b.blockerId, viewer.id),
      ),
    ),
    not(
      viewer.in(
        personId,
        Block,
        (b) => b.blockerId,
        (b) => eq(b.blockedId, viewer.id),
      ),
    ),
  );

/**
 * Who knows that a person exists: everybody, once the person has an account; before that only those who keep
 * a group's record of them, and its members. Never across a block, in neither direction, but for one case: who
 * organises a group goes on seeing its members. Otherwise a member could not be removed by whom they block, and
 * a gap in the list would tell of the block.
 */
export const seesPerson: Policy<Person> = (person, viewer) =>
  or(
    and(
      unblocked(viewer, person.id),
      or(
        isSelf(viewer, person.id),
        present(person.emailVerifiedAt),
        acquaintance.keepsRecordOf(viewer, person.id),
        acquaintance.shareGroup(viewer, person.id),
      ),
    ),
    acquaintance.organisesGroupOf(viewer, person.id),
  );

/** The audiences of a person that the signed-in viewer belongs to, as `text[]`: worked out once, for all fields. */
const audiencesOf: Policy<Person> = (person, viewer) => {
  const circles: readonly (readonly [Audience, Sql])[] = [
    [Audience.GROUPS_IN_COMMON, acquaintance.shareGroup(viewer, person.id)],
    [Audience.ORGANISERS, acquaintance.organisesGroupOf(viewer, person.id)],
    [Audience.CONNECTIONS, acquaintance.areConnected(viewer, person.id)],
  ];
  const more = circles
    .filter(([, belongs]) => !never(belongs))
    .map(([audience, belongs]) => sql` || case when ${belongs} then array[${text(audience)}] else '{}' end`);
  const some = sql`array['PUBLIC', 'SIGNED_IN']${join(more, "")}`;
  const all = sql`array[${join(Object.values(Audience).map(text), ", ")}]`;
  return sql`case when ${isSelf(viewer, person.id)} then ${all} else ${some} end`;
};

/** The viewer belongs to the audience that the person chose for this part of their profile. */
export const allows =
  (column: AudienceColumn): Policy<Person> =>
  (person, viewer) => {
    if (viewer.anonymous) return isOneOf(person[column], Audience.PUBLIC);
    const audiences = viewer.once(person, "audiences", () => audiencesOf(person, viewer));
    return sql`${person[column]} = any(${audiences})`;
  };

/** Only the person themself. */
export const ownOnly: Policy<Person> = (person, viewer) => isSelf(viewer, person.id);
