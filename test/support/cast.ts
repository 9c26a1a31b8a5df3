/**
 * The people that every test speaks of, and builders for more rows. Rows are written straight into the
 * tables: what a test sets up must not depend on the acts it is about. Everything has a fixed default.
 *
 *   Harbour Breakfast (public)   ada OWNER · dev ORGANISER · hana HOST · ben MEMBER · kit MEMBER (blocked by ben)
 *                                remy REMOVED · bao REMOVED and banned · walt came once, as a guest, has no account
 *   Quayside Circle (private)    eva OWNER · finn MEMBER
 *   nowhere                      cleo, the stranger: signed in, member of nothing
 */
import type { DataSource } from "typeorm";
import { Ban } from "../../src/groups/ban.entity.ts";
import { AttendeeListAudience, ExpectedRule, Group, GroupVisibility, JoinMode } from "../../src/groups/group.entity.ts";
import { GroupSlug } from "../../src/groups/group-slug.entity.ts";
import { LIVE_STATUSES, Membership, MembershipRole, MembershipStatus } from "../../src/groups/membership.entity.ts";
import { MembershipPeriod } from "../../src/groups/membership-period.entity.ts";
import { Visitor, VisitorKind } from "../../src/memberships/visitor.entity.ts";
import { Block } from "../../src/people/block.entity.ts";
import { Person } from "../../src/people/person.entity.ts";
import type { Clock } from "../../src/platform/clock.ts";
import { globalId } from "../../src/platform/ids.ts";
import { createSession } from "../../src/sign-in/session.ts";
import { Topic } from "../../src/topics/topic.entity.ts";
import { testJobs } from "./jobs.ts";
import { type Api, type ApiOptions, fixedClock, type GraphQLAnswer, startApi, TEST_NOW } from "./start-api.ts";

const NAMES = ["ada", "ben", "cleo", "dev", "hana", "kit", "remy", "bao", "walt", "eva", "finn"] as const;
export type CastName = (typeof NAMES)[number];

/** The same key for the same number in every run, shaped as a UUID of version 7. */
export const fixedId = (number: number): string => `01977000-0000-7000-8000-${number.toString(16).padStart(12, "0")}`;

const personIds = Object.fromEntries(NAMES.map((name, index) => [name, fixedId(index + 1)])) as Record<
  CastName,
  string
>;
const groupIds = { harbourBreakfast: fixedId(0x101), quaysideCircle: fixedId(0x102) } as const;
export type CastGroup = keyof typeof groupIds;

/** Primary key, for rows. */
export const keyOf = (name: CastName | CastGroup): string => ({ ...personIds, ...groupIds })[name];
/** Global id, for operations. */
export const idOf = (name: CastName | CastGroup): string =>
  name in personIds ? globalId("per", keyOf(name)) : globalId("grp", keyOf(name));

/** A well-formed id of a person that nobody is. */
export const NOBODYS_ID = globalId("per", fixedId(0xdead));

const BEFORE = new Date("2026-01-05T09:00:00.000Z");

/** Keys of rows that a builder was not given one for; counted up, so that a failure reads the same twice. */
let made = 0x1000;
const nextId = (): string => fixedId(++made);

/** Puts one row into the table of an entity and gives it back as the database completed it. */
export async function makeRow<E extends object>(db: DataSource, entity: new () => E, row: Partial<E>): Promise<E> {
  const repository = db.getRepository(entity);
  return repository.save(repository.create(row as never) as unknown as E, { reload: true });
}

/** A person with an account, unless `emailVerifiedAt` is null. */
export function makePerson(db: DataSource, row: Partial<Person> = {}): Promise<Person> {
  const id = row.id ?? nextId();
  return makeRow(db, Person, {
    id,
    displayName: "Pat Example",
    email: `${id}@example.org`,
    emailVerifiedAt: BEFORE,
    createdAt: BEFORE,
    updatedAt: BEFORE,
    ...row,
  });
}

export async function makeGroup(db: DataSource, row: Partial<Group> = {}): Promise<Group> {
  const id = row.id ?? nextId();
  const group = await makeRow(db, Group, {
    id,
    slug: `group-${id}`,
    name: "Example Group",
    timeZone: "Europe/London",
    visibility: GroupVisibility.PUBLIC,
    joinMode: JoinMode.OPEN,
    expectedRule: ExpectedRule.MEMBERS,
    attendeeListAudience: AttendeeListAudience.MEMBERS,
    createdAt: BEFORE,
    updatedAt: BEFORE,
    ...row,
  });
  await makeRow(db, GroupSlug, { slug: group.slug, groupId: group.id });
  return group;
}

/** An active membership with its period, unless another status is given. */
export async function makeMembership(
  db: DataSource,
  row: Partial<Membership> & Pick<Membership, "groupId" | "personId">,
): Promise<Membership> {
  const status = row.status ?? MembershipStatus.ACTIVE;
  const begun = status !== MembershipStatus.INVITED && status !== MembershipStatus.REQUESTED;
  const live = (LIVE_STATUSES as readonly MembershipStatus[]).includes(status);
  const membership = await makeRow(db, Membership, {
    id: nextId(),
    role: MembershipRole.MEMBER,
    status,
    joinedAt: begun ? BEFORE : null,
    endedAt: begun && !live ? TEST_NOW : null,
    createdAt: BEFORE,
    updatedAt: BEFORE,
    ...row,
  });
  if (membership.joinedAt) {
    await makeRow(db, MembershipPeriod, {
      id: nextId(),
      membershipId: membership.id,
      groupId: membership.groupId,
      personId: membership.personId,
      startedAt: membership.joinedAt,
      endedAt: membership.endedAt,
    });
  }
  return membership;
}

export const makeVisitor = (
  db: DataSource,
  row: Partial<Visitor> & Pick<Visitor, "groupId" | "personId">,
): Promise<Visitor> => makeRow(db, Visitor, { id: nextId(), kind: VisitorKind.GUEST, firstSeenAt: BEFORE, ...row });

export const makeBlock = (db: DataSource, blockerId: string, blockedId: string): Promise<Block> =>
  makeRow(db, Block, { id: nextId(), blockerId, blockedId, createdAt: BEFORE });

export const makeTopic = (db: DataSource, slug: string, name = slug): Promise<Topic> =>
  makeRow(db, Topic, { id: nextId(), slug, name });

/** Puts everybody named above into an empty database. */
export async function plantCast(db: DataSource): Promise<void> {
  for (const name of NAMES) {
    const account = name === "walt" ? { email: null, emailVerifiedAt: null } : { email: `${name}@example.org` };
    await makePerson(db, {
      id: keyOf(name),
      displayName: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      ...account,
    });
  }
  const groupId = keyOf("harbourBreakfast");
  await makeGroup(db, { id: groupId, slug: "harbour-breakfast", name: "Harbour Breakfast" });
  await makeGroup(db, {
    id: keyOf("quaysideCircle"),
    slug: "quayside-circle",
    name: "Quayside Circle",
    visibility: GroupVisibility.PRIVATE,
    joinMode: JoinMode.INVITE_ONLY,
  });
  const join = (name: CastName, row: Partial<Membership> = {}) =>
    makeMembership(db, { groupId, personId: keyOf(name), ...row });
  await join("ada", { role: MembershipRole.OWNER });
  await join("dev", { role: MembershipRole.ORGANISER });
  await join("hana", { role: MembershipRole.HOST });
  await join("ben");
  await join("kit");
  await join("remy", { status: MembershipStatus.REMOVED });
  await join("bao", { status: MembershipStatus.REMOVED });
  await makeRow(db, Ban, {
    id: nextId(),
    groupId,
    personId: keyOf("bao"),
    imposedAt: BEFORE,
    imposedById: keyOf("ada"),
    liftedAt: null,
  });
  await makeVisitor(db, { groupId, personId: keyOf("walt"), invitedById: keyOf("ben") });
  await join("eva", { groupId: keyOf("quaysideCircle"), role: MembershipRole.OWNER });
  await join("finn", { groupId: keyOf("quaysideCircle") });
  await makeBlock(db, keyOf("ben"), keyOf("kit"));
}

/** Sends operations as somebody; `null` is nobody. */
export interface Voice {
  graphql<Data = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Promise<GraphQLAnswer<Data>>;
}

export interface CastApi extends Api {
  /** `api.as("ada").graphql("{ viewer { id } }")`; a person's key for somebody a test made. */
  as(who: CastName | (string & {}) | null): Voice;
}

/** The server on a database of its own, with the cast in it. */
export async function startWithCast(options: ApiOptions = {}): Promise<CastApi> {
  const api = await startApi(options);
  await plantCast(api.dataSource);
  return withVoices(api, options.clock);
}

/** A server whose database has people in it already, who can speak. */
export function withVoices(api: Api, clock: Clock = fixedClock()): CastApi {
  const { ctx } = testJobs(api.dataSource.manager, { clock });
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (key: string): Promise<string> => {
    const token = tokens.get(key) ?? createSession(ctx, key).then((opened) => opened.token);
    tokens.set(key, token);
    return token;
  };
  return {
    ...api,
    as: (who) => ({
      graphql: async (query, variables, headers = {}) => {
        const key = who !== null && who in personIds ? keyOf(who as CastName) : who;
        return api.graphql(query, variables, { as: key === null ? null : await tokenOf(key), headers });
      },
    }),
  };
}
