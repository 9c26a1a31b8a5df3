/** A group of its own for a test, with one person of each kind, so that tests in one file do not meet. */
import { Ban } from "../../src/groups/ban.entity.ts";
import type { Group } from "../../src/groups/group.entity.ts";
import { Membership, MembershipRole, MembershipStatus } from "../../src/groups/membership.entity.ts";
import { MembershipPeriod } from "../../src/groups/membership-period.entity.ts";
import { Person } from "../../src/people/person.entity.ts";
import { globalId, newId } from "../../src/platform/ids.ts";
import { type CastApi, makeGroup } from "./cast.ts";
import { TEST_NOW } from "./start-api.ts";

const KINDS = {
  owner: { role: MembershipRole.OWNER },
  organiser: { role: MembershipRole.ORGANISER },
  host: { role: MembershipRole.HOST },
  member: {},
  other: {},
  trial: { status: MembershipStatus.TRIAL },
  invited: { status: MembershipStatus.INVITED },
  requested: { status: MembershipStatus.REQUESTED },
  resigned: { status: MembershipStatus.RESIGNED },
  removed: { status: MembershipStatus.REMOVED },
  banned: { status: MembershipStatus.REMOVED },
} as const satisfies Record<string, Partial<Membership>>;
export type Kind = keyof typeof KINDS;

const BEFORE = new Date("2026-01-05T09:00:00.000Z");
const WAITING: readonly MembershipStatus[] = [MembershipStatus.INVITED, MembershipStatus.REQUESTED];
const OVER: readonly MembershipStatus[] = [MembershipStatus.RESIGNED, MembershipStatus.REMOVED];

export interface House {
  readonly group: Group;
  /** Global id of the group. */
  readonly id: string;
  /** Primary key of a person, for `api.as(…)`; `stranger` is nothing to the group. */
  key(kind: Kind | "stranger"): string;
  /** Global id of a person. */
  person(kind: Kind | "stranger"): string;
  /** Global id of a membership. */
  membership(kind: Kind): string;
  /** Primary key of a membership. */
  row(kind: Kind): string;
}

/** Written in four statements, as tests make many of them. */
export async function newHouse(api: CastApi, row: Partial<Group> = {}): Promise<House> {
  const db = api.dataSource;
  const group = await makeGroup(db, row);
  const people = new Map([...Object.keys(KINDS), "stranger"].map((kind) => [kind, newId()]));
  const keyOf = (kind: string): string => people.get(kind) ?? "";
  const moments = { createdAt: BEFORE, updatedAt: BEFORE };
  await db.manager.insert(
    Person,
    [...people].map(([kind, id]) => ({
      id,
      displayName: kind,
      email: `${id}@example.org`,
      emailVerifiedAt: BEFORE,
      ...moments,
    })),
  );
  const memberships = Object.entries(KINDS).map(([kind, given]: [string, Partial<Membership>]) => {
    const status = given.status ?? MembershipStatus.ACTIVE;
    const joinedAt = WAITING.includes(status) ? null : BEFORE;
    const endedAt = OVER.includes(status) ? TEST_NOW : null;
    const invitedById = kind === "invited" ? keyOf("organiser") : null;
    const role = given.role ?? MembershipRole.MEMBER;
    return {
      kind,
      id: newId(),
      groupId: group.id,
      personId: keyOf(kind),
      role,
      status,
      joinedAt,
      endedAt,
      invitedById,
      ...moments,
    };
  });
  await db.manager.insert(
    Membership,
    memberships.map(({ kind: _kind, ...membership }) => membership),
  );
  await db.manager.insert(
    MembershipPeriod,
    memberships.flatMap(({ id, groupId, personId, joinedAt, endedAt }) =>
      joinedAt ? [{ id: newId(), membershipId: id, groupId, personId, startedAt: joinedAt, endedAt }] : [],
    ),
  );
  await db.manager.insert(Ban, {
    id: newId(),
    groupId: group.id,
    personId: keyOf("banned"),
    imposedAt: TEST_NOW,
    imposedById: keyOf("owner"),
    liftedAt: null,
  });
  const rowOf = (kind: Kind): string => memberships.find((membership) => membership.kind === kind)?.id ?? "";
  return {
    group,
    id: globalId("grp", group.id),
    key: keyOf,
    person: (kind) => globalId("per", keyOf(kind)),
    row: rowOf,
    membership: (kind) => globalId("mem", rowOf(kind)),
  };
}
