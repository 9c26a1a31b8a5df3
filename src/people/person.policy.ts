import type { Policy, Row, Viewer } from "../platform/reads/policy.ts";
import { and, eq, FALSE, isOneOf, not, or, present, type Sql, TRUE } from "../platform/reads/sql.ts";
import { acquaintance } from "./acquaintance.ts";
import { Audience } from "./audience.ts";
import { Block } from "./block.entity.ts";
import { Person } from "./person.entity.ts";
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
 * a group's record of them, its members, and whom they are connected with. Never across a block, in neither direction, but for one case: who
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
        acquaintance.areConnected(viewer, person.id),
      ),
    ),
    acquaintance.organisesGroupOf(viewer, person.id),
    acquaintance.isServed(viewer, person.id),
  );

/** The viewer belongs to the audience that the person chose for this part of their profile. */
export const allows =
  (column: AudienceColumn): Policy<Person> =>
  (person, viewer) => {
    const chosen = person[column];
    if (viewer.anonymous) return or(isOneOf(chosen, Audience.PUBLIC), isShownToService(column, person, viewer));
    if (!viewer.app)
      return or(isOneOf(chosen, Audience.PUBLIC, Audience.SIGNED_IN), isSelf(viewer, person.id), isInCircle(chosen));
    const isOpen = viewer.once(person, "APP", () => isOpenToApp(person, viewer));
    const isAmong = and(isOpen, or(isOneOf(chosen, Audience.SIGNED_IN), isInCircle(chosen)));
    return or(isOneOf(chosen, Audience.PUBLIC), isSelf(viewer, person.id), isAmong);

    /** Who shares a circle is looked up only for what is shown to that circle, and once for many parts. */
    function isInCircle(audience: Sql): Sql {
      const circles = CIRCLES.map(([circle, belongs]) => {
        const isAsked = isOneOf(audience, circle);
        return and(
          isAsked,
          viewer.once(person, circle, () => belongs(viewer, person.id), isAsked),
        );
      });
      return or(...circles);
    }
  };

/**
 * An app shows to whoever it acts for what this person shows them only if the person lets apps of fellow members do so.
 * What an organiser may read, their app may too.
 */
const isOpenToApp: Policy<Person> = (person, viewer) =>
  or(
    acquaintance.organisesGroupOf(viewer, person.id),
    and(eq(person.allowsFellowMembersApps, TRUE), acquaintance.shareGroup(viewer, person.id)),
  );

/** The same of what a row says about a person that not everybody may read; whoever asks without an app is not concerned. */
export const isToldTo = (viewer: Viewer, personId: Sql): Sql =>
  viewer.app
    ? or(
        isSelf(viewer, personId),
        viewer.via(Person, personId, (person) => isOpenToApp(person, viewer)),
      )
    : TRUE;

/** Address and telephone are for people, never for a key. */
const CONTACT: ReadonlySet<AudienceColumn> = new Set(["emailAudience", "phoneAudience"]);
/** What a member shows to organisers of their groups, one way or another. */
const SHOWN_TO_ORGANISERS = [Audience.SIGNED_IN, Audience.GROUPS_IN_COMMON, Audience.ORGANISERS] as const;

const isShownToService = (column: AudienceColumn, person: Row<Person>, viewer: Viewer): Sql =>
  !viewer.service || CONTACT.has(column)
    ? FALSE
    : and(
        isOneOf(person[column], ...SHOWN_TO_ORGANISERS),
        viewer.once(person, "SERVED", () => acquaintance.isServedProfile(viewer, person.id)),
      );

/** Audiences that the viewer is in or not, depending on who it is. */
const CIRCLES: readonly (readonly [Audience, (viewer: Viewer, personId: Sql) => Sql])[] = [
  [Audience.GROUPS_IN_COMMON, (viewer, personId) => acquaintance.shareGroup(viewer, personId)],
  [Audience.ORGANISERS, (viewer, personId) => acquaintance.organisesGroupOf(viewer, personId)],
  [
    Audience.CONNECTIONS,
    (viewer, personId) => and(unblocked(viewer, personId), acquaintance.areConnected(viewer, personId)),
  ],
];

/** Only the person themself. */
export const ownOnly: Policy<Person> = (person, viewer) => isSelf(viewer, person.id);
