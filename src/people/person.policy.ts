import type { Policy, Viewer } from "../platform/reads/policy.ts";
import { and, eq, FALSE, isOneOf, not, or, present, type Sql } from "../platform/reads/sql.ts";
import { acquaintance } from "./acquaintance.ts";
import { Audience } from "./audience.ts";
import { Block } from "./block.entity.ts";
import type { Person } from "./person.entity.ts";
import type { AudienceColumn } from "./profile-field.ts";

/** The viewer is this person; never true of nobody. */
export const isSelf = (viewer: Viewer, personId: Sql): Sql => (viewer.anonymous ? FALSE : eq(personId, viewer.id));

/** Neither of the two blocks the other. Each direction is a set of the viewer's own, looked up once. */
const unblocked = (viewer: Viewer, personId: Sql): Sql =>
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
 * a group's record of them, and its members. Never across a block, in neither direction.
 */
export const seesPerson: Policy<Person> = (person, viewer) =>
  and(
    unblocked(viewer, person.id),
    or(
      isSelf(viewer, person.id),
      present(person.emailVerifiedAt),
      acquaintance.keepsRecordOf(viewer, person.id),
      acquaintance.shareGroup(viewer, person.id),
    ),
  );

/** The viewer belongs to the audience that the person chose for this part of their profile. */
export const allows =
  (column: AudienceColumn): Policy<Person> =>
  (person, viewer) => {
    const audience = person[column];
    if (viewer.anonymous) return isOneOf(audience, Audience.PUBLIC);
    return or(
      isSelf(viewer, person.id),
      isOneOf(audience, Audience.PUBLIC, Audience.SIGNED_IN),
      and(isOneOf(audience, Audience.GROUPS_IN_COMMON), acquaintance.shareGroup(viewer, person.id)),
      and(isOneOf(audience, Audience.ORGANISERS), acquaintance.organisesGroupOf(viewer, person.id)),
      and(isOneOf(audience, Audience.CONNECTIONS), acquaintance.areConnected(viewer, person.id)),
    );
  };

/** Only the person themself. */
export const ownOnly: Policy<Person> = (person, viewer) => isSelf(viewer, person.id);
