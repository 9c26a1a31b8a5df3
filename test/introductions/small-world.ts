/**
 * Worlds of four people for proofs about introductions: a connector, the two whom they introduce, and somebody of the
 * same group. Worlds of one trial are alike but for their keys, so that what somebody reads in one can be compared,
 * letter by letter, with what they read in another.
 */
import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isLeafType, isObjectType } from "graphql";
import { AttendeeListAudience, ExpectedRule, Group, GroupVisibility, JoinMode } from "../../src/groups/group.entity.ts";
import { GroupSlug } from "../../src/groups/group-slug.entity.ts";
import { Membership, MembershipStatus } from "../../src/groups/membership.entity.ts";
import { Person } from "../../src/people/person.entity.ts";
import { globalId, newId } from "../../src/platform/ids.ts";
import type { JobDeps } from "../../src/platform/job-context.ts";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import type { Message } from "../../src/platform/outlet.ts";
import { buildApiSchema } from "../../src/server/schema.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { testSettings } from "../support/start-api.ts";

export const ROLES = ["C", "A", "B", "D"] as const;
export type Role = (typeof ROLES)[number];

const START = "2026-06-01T09:00:00.000Z";
const BEFORE = new Date("2026-01-05T09:00:00.000Z");
/** Objects of other rooms, which have policies and tests of their own, and say no more here than that they are there. */
const ELSEWHERE = new Set(["Person", "Group", "Meeting", "IntroductionRequest"]);

/** What leads back to where the question began. */
const HELD_APART = new Set(["IntroductionRequest.introduction"]);

/** Every field that can be read of a type, as far as it is this room's. */
export function everyField(schema: GraphQLSchema, typeName: string): string {
  const type = schema.getType(typeName) as GraphQLObjectType;
  const fields = Object.values(type.getFields()).map((field) => {
    const of = getNamedType(field.type);
    if (isLeafType(of)) return field.name;
    if (!isObjectType(of)) throw new Error(`${typeName}.${field.name} is neither a leaf nor an object.`);
    if (ELSEWHERE.has(of.name) || HELD_APART.has(`${typeName}.${field.name}`)) return `${field.name} { id }`;
    return `${field.name} { ${of.name.endsWith("Connection") ? "totalCount" : everyField(schema, of.name)} }`;
  });
  return fields.join(" ");
}

const STATES = ["ASKING", "SHARED", "MET", "WENT_COLD", "CLOSED"];

/** All that somebody can ask about an introduction: by ID, in lists of every order and filter, and how many there are. */
function everyQuestion(schema: GraphQLSchema): string {
  const fields = everyField(schema, "Introduction");
  const page = "totalCount pageInfo { hasNextPage hasPreviousPage }";
  const counts = STATES.map(
    (state) => `${state}: introductions(filter: { states: [${state}] }) { ${page} edges { node { id } } }`,
  );
  return `query Observe($id: ID!) {
    node(id: $id) { ... on Introduction { ${fields} } }
    nodes(ids: [$id]) { id }
    viewer {
      introductions(first: 5, orderBy: { field: CREATED_AT, direction: DESC }) { ${page} edges { node { id state viewerCanAnswer } } }
      last: introductions(last: 1) { edges { node { id } } }
      asConnector: introductions(filter: { asConnector: true }) { totalCount }
      asParty: introductions(filter: { asConnector: false }) { totalCount }
      ${counts.join("\n")}
      introductionBalance { given received thanked }
    }
  }`;
}

export interface World {
  readonly groupId: string;
  /** Primary keys. */
  readonly keys: Readonly<Record<Role, string>>;
  /** What nobody may read of somebody before two yeses. */
  readonly secrets: Readonly<Record<Role, readonly string[]>>;
  /** Global id, once it is proposed. */
  introductionId: string;
  /** What each was mailed since they were last asked. */
  readonly mails: Record<Role, string[]>;
  /** The outsider's link, once it is mailed. */
  token: string | null;
}

let made = 0;

export class Stage {
  private constructor(
    readonly clock: StillClock,
    readonly api: CastApi,
    readonly schema: GraphQLSchema,
    private readonly deps: JobDeps,
    private readonly question: string,
    private readonly posted: Message[],
  ) {}

  static async open(): Promise<Stage> {
    const clock = new StillClock(START);
    const api = await startWithCast({ clock });
    const schema = await buildApiSchema();
    const posted: Message[] = [];
    const outlet = { send: (message: Message) => Promise.resolve(void posted.push(message)), close: () => undefined };
    const { deps } = testJobs(api.dataSource.manager, { clock, secretKey: testSettings.secretKey, outlet });
    return new Stage(clock, api, schema, deps, everyQuestion(schema), posted);
  }
  close = (): Promise<void> => this.api.close();

  /** So many worlds alike. */
  async plant(count: number): Promise<World[]> {
    const worlds = Array.from({ length: count }, (): World => {
      const keys = Object.fromEntries(ROLES.map((role) => [role, newId()])) as Record<Role, string>;
      const number = (index: number) => `+4420${String(++made * 10 + index).padStart(8, "0")}`;
      const secrets = Object.fromEntries(
        ROLES.map((role, index) => {
          const outside = `outside-${keys[role]}@example.org`;
          return [role, [`${keys[role]}@example.org`, number(index), `https://${keys[role]}.example/`, outside]];
        }),
      ) as unknown as World["secrets"];
      return {
        groupId: newId(),
        keys,
        secrets,
        introductionId: "",
        mails: { C: [], A: [], B: [], D: [] },
        token: null,
      };
    });
    const { manager } = this.api.dataSource;
    const moments = { createdAt: BEFORE, updatedAt: BEFORE };
    await manager.insert(
      Person,
      worlds.flatMap(({ keys, secrets }) =>
        ROLES.map((role) => {
          const [email = "", phone = "", link = ""] = secrets[role];
          const account = { email, phone, links: [link], emailVerifiedAt: BEFORE };
          return { id: keys[role], displayName: `Name of ${role}`, ...account, ...moments };
        }),
      ),
    );
    const rules: Partial<Group> = {
      ...{ visibility: GroupVisibility.PUBLIC, joinMode: JoinMode.OPEN, expectedRule: ExpectedRule.MEMBERS },
      attendeeListAudience: AttendeeListAudience.MEMBERS,
    };
    await manager.insert(
      Group,
      worlds.map(({ groupId: id }) => ({
        ...{
          id,
          slug: `group-${id}`,
          name: "Example Group",
          timeZone: "UTC",
          ...rules,
          ...moments,
        },
      })),
    );
    await manager.insert(
      GroupSlug,
      worlds.map(({ groupId }) => ({ slug: `group-${groupId}`, groupId })),
    );
    await manager.insert(
      Membership,
      worlds.flatMap(({ groupId, keys }) =>
        ROLES.map((role) => ({
          ...{
            id: newId(),
            groupId,
            personId: keys[role],
            status: MembershipStatus.ACTIVE,
            joinedAt: BEFORE,
            ...moments,
          },
        })),
      ),
    );
    return worlds;
  }

  /** Sends a mutation as somebody and gives all that comes back, every field of the introduction among it. */
  async act(world: World, who: Role | null, name: string, input: object): Promise<string> {
    const isOurs = !["answerIntroductionByLink", "blockPerson", "unblockPerson"].includes(name);
    const selection = isOurs ? `introduction { ${everyField(this.schema, "Introduction")} }` : "";
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const more = name === "answerIntroductionByLink" ? "answer" : "";
    const query = `mutation Act($input: ${type}!) { ${name}(input: $input) { ${selection} ${more} errors { __typename code message path } } }`;
    const { data, errors } = await this.api.as(who && world.keys[who]).graphql(query, { input });
    const faults = errors?.map(({ message, extensions }) => ({ message, code: extensions.code }));
    return this.alike(world, JSON.stringify({ data, faults }));
  }

  /** All that somebody can find out by asking, and was told by mail since they last asked. */
  async observe(world: World, who: Role): Promise<string> {
    const { data, errors } = await this.api
      .as(world.keys[who])
      .graphql(this.question, { id: world.introductionId || globalId("itr", newId()) });
    // What is refused would be the same in all worlds.
    if (errors) throw new Error(JSON.stringify(errors));
    return this.alike(world, JSON.stringify({ data, mails: world.mails[who].splice(0) }));
  }

  /** Does all that is due, and puts every mail into its letter box. */
  async settle(worlds: readonly World[], { later = false } = {}): Promise<void> {
    if (later) await runTimer(this.deps, "ask-again-for-introductions");
    await drainJobs(this.deps);
    const boxes = new Map(
      worlds.flatMap((world) =>
        ROLES.flatMap((role) => world.secrets[role].map((address) => [address, { world, role }] as const)),
      ),
    );
    for (const { to, copyTo = [], subject, text } of this.posted.splice(0)) {
      for (const address of [to, ...copyTo]) {
        const box = boxes.get(address);
        if (!box) continue;
        const [token] = /ngx_[0-9a-f]{64}/.exec(text) ?? [];
        if (token) box.world.token = token;
        const told = token ? text.replace(token, "<token>") : text;
        box.world.mails[box.role].push(JSON.stringify({ to: [to, ...copyTo], subject, text: told }));
      }
    }
  }

  /** Keys, addresses and IDs give way to the part that they play. */
  private alike(world: World, text: string): string {
    const parts = ROLES.flatMap((role) => [
      [world.keys[role], `<${role}>`] as const,
      [globalId("per", world.keys[role]), `<${role}>`] as const,
      ...world.secrets[role].map((secret, index) => [secret, `<secret ${index} of ${role}>`] as const),
    ]);
    // Secrets contain keys, so the longer ones go first.
    const all = [...parts, [world.introductionId || "<none>", "<introduction>"] as const];
    return all
      .sort(([a], [b]) => b.length - a.length)
      .reduce((said, [what, part]) => said.replaceAll(what, part), text)
      .replaceAll(/itr_[0-9a-f]{32}/g, "<another introduction>");
  }
}
