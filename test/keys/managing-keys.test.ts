/** Who makes, sees, rotates and revokes keys, and what is kept of them. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { runTimer } from "../../src/platform/jobs.ts";
import { makeLog } from "../../src/platform/log.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { makeKey, SITE, withKey } from "../support/keys.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { TEST_NOW } from "../support/start-api.ts";

let api: CastApi;
let of: House;
let other: House;
const logged: string[] = [];
beforeAll(async () => {
  api = await startWithCast({ log: makeLog("trace", { write: (line) => void logged.push(line) }) });
  of = await newHouse(api);
  other = await newHouse(api);
});
afterAll(() => api.close());

const inputOf = (more: Record<string, unknown> = {}) => ({
  groupIds: [of.id],
  kind: "PUBLISHABLE",
  name: "Our site",
  allowedOrigins: [SITE],
  ...more,
});
const create = (who: string | null, more?: Record<string, unknown>) =>
  act(api, who, "createApiKey", inputOf(more), "secret apiKey { id }");
const keysIn = async (house: House) =>
  (
    await api.dataSource.query<{ id: string }[]>("select key_id as id from api_key_groups where group_id = $1", [
      house.group.id,
    ])
  ).length;

describe("threat 41: a key", () => {
  test("is made by owners of every group that it covers, and nothing is written otherwise", async () => {
    const before = [await keysIn(of), await keysIn(other)];
    const outcomes: Record<string, readonly string[]> = {};
    for (const kind of ["organiser", "host", "member", "resigned", "banned", "stranger"] as const)
      outcomes[kind] = (await create(of.key(kind))).codes;
    expect(outcomes).toEqual({
      organiser: ["FORBIDDEN"],
      host: ["FORBIDDEN"],
      member: ["FORBIDDEN"],
      resigned: ["FORBIDDEN"],
      banned: ["FORBIDDEN"],
      stranger: ["FORBIDDEN"],
    });
    expect((await create(null)).codes).toEqual(["UNAUTHENTICATED"]);
    expect((await create(of.key("owner"), { groupIds: [of.id, other.id] })).codes).toEqual(["FORBIDDEN"]);
    const hidden = await newHouse(api, { visibility: "PRIVATE" as never });
    expect((await create(of.key("owner"), { groupIds: [of.id, hidden.id] })).codes).toEqual(["NOT_FOUND"]);
    expect([await keysIn(of), await keysIn(other), await keysIn(hidden)]).toEqual([...before, 0]);
  });

  test("has nobody's id in its making, and is never without groups", async () => {
    for (const more of [{ createdById: of.person("member") }, { personId: of.person("member") }, { ownerId: null }]) {
      const { codes } = await create(of.key("stranger"), more);
      expect(codes).toEqual(["BAD_USER_INPUT"]);
    }
    expect((await create(of.key("owner"), { groupIds: [] })).codes).toEqual(["INVALID"]);
    const { id } = await makeKey(api, of.key("owner"), [of.id, of.id]);
    const { data } = await api
      .as(of.key("owner"))
      .graphql("query($id: ID!) { node(id: $id) { ... on ApiKey { createdBy { id } groups { id } } } }", { id });
    expect(data).toEqual({ node: { createdBy: { id: of.person("owner") }, groups: [{ id: of.id }] } });
  });

  test("is refused where its input makes no sense", async () => {
    const refused: Record<string, unknown>[] = [
      { name: " " },
      { name: "x".repeat(81) },
      { allowedOrigins: [] },
      { allowedOrigins: null },
      { allowedOrigins: ["http://www.harbour.example"] },
      { allowedOrigins: ["https://www.harbour.example/page"] },
      { allowedOrigins: ["https://user@www.harbour.example"] },
      { allowedOrigins: ["*"] },
      { allowedOrigins: ["null"] },
      { allowedOrigins: Array.from({ length: 21 }, (_, index) => `https://${index}.example`) },
      { groupIds: Array.from({ length: 21 }, () => of.id) },
      { pointsPerMinute: 59 },
      { pointsPerMinute: 30_001 },
      { expiresAt: TEST_NOW.toISOString() },
      { expiresAt: "2029-01-01T00:00:00Z" },
    ];
    for (const more of refused)
      expect([more, (await create(of.key("owner"), more)).codes]).toEqual([more, ["INVALID"]]);
  });
});

describe("a key", () => {
  test("is seen, rotated and revoked by those who may", async () => {
    const { id } = await makeKey(api, of.key("owner"), [of.id]);
    const seen: Record<string, unknown> = {};
    for (const kind of ["owner", "organiser", "host", "member", "stranger"] as const) {
      const { data } = await api.as(of.key(kind)).graphql<{ node: object | null; group: { apiKeys: object | null } }>(
        `query($id: ID!, $group: ID!) { node(id: $id) { ... on ApiKey { kind prefix allowedOrigins pointsPerMinute isLive viewerCanRotate viewerCanRevoke } }
          group(by: { id: $group }) { apiKeys(filter: { isLive: true }) { pageInfo { hasNextPage } } } }`,
        { id, group: of.id },
      );
      seen[kind] = [data?.node, data?.group.apiKeys !== null];
    }
    const key = {
      kind: "PUBLISHABLE",
      prefix: expect.stringMatching(/^ngp_[0-9a-f]{8}$/),
      allowedOrigins: [SITE],
      pointsPerMinute: 30_000,
      isLive: true,
      viewerCanRevoke: true,
    };
    expect(seen).toEqual({
      owner: [{ ...key, viewerCanRotate: true }, true],
      organiser: [{ ...key, viewerCanRotate: false }, true],
      host: [null, false],
      member: [null, false],
      stranger: [null, false],
    });
    const rotate = (kind: "organiser" | "member") => act(api, of.key(kind), "rotateApiKey", { apiKeyId: id }, "secret");
    expect([(await rotate("organiser")).codes, (await rotate("member")).codes]).toEqual([["FORBIDDEN"], ["NOT_FOUND"]]);
    const revoke = (kind: "organiser" | "host") => act(api, of.key(kind), "revokeApiKey", { apiKeyId: id });
    expect([(await revoke("host")).codes, (await revoke("organiser")).codes]).toEqual([["NOT_FOUND"], []]);
    expect((await revoke("organiser")).codes).toEqual([]);
  });

  test("of two groups is rotated by who owns both, revoked by who organises one, and told in both logs", async () => {
    const [one, two] = [await newHouse(api), await newHouse(api)];
    await api.dataSource.query("update memberships set person_id = $1 where id = $2", [
      one.key("owner"),
      two.row("owner"),
    ]);
    const { id, secret } = await makeKey(api, one.key("owner"), [one.id, two.id]);
    await done(api, one.key("owner"), "rotateApiKey", { apiKeyId: id });
    await done(api, one.key("owner"), "transferOwnership", { membershipId: two.membership("member") });
    for (const who of [one.key("owner"), two.key("member")])
      expect((await act(api, who, "rotateApiKey", { apiKeyId: id })).codes).toEqual(["FORBIDDEN"]);
    await done(api, two.key("organiser"), "revokeApiKey", { apiKeyId: id });
    expect((await withKey(api, secret, "{ __typename }")).status).toBe(401);
    for (const house of [one, two]) {
      const { data } = await api
        .as(house.key("organiser"))
        .graphql<{ group: { auditLog: { edges: { node: { action: string; objectId: string } }[] } } }>(
          "query($id: ID!) { group(by: { id: $id }) { auditLog(first: 50) { edges { node { action objectId } } } } }",
          { id: house.id },
        );
      const lines = data?.group.auditLog.edges.map(({ node }) => node).filter(({ objectId }) => objectId === id);
      expect(lines?.map(({ action }) => action)).toEqual(["createApiKey", "rotateApiKey", "revokeApiKey"]);
    }
  });

  test("is shown once: a call that is repeated gives the same key without its secret", async () => {
    const more = { idempotencyKey: "site-key-1" };
    const [first, again] = [await create(of.key("owner"), more), await create(of.key("owner"), more)];
    expect(again.payload?.["apiKey"]).toEqual(first.payload?.["apiKey"]);
    expect([first.payload?.["secret"], again.payload?.["secret"]]).toEqual([expect.stringMatching(/^ngp_/), null]);
  });

  test("is one of at most twenty live ones of a group", async () => {
    const house = await newHouse(api);
    const made: string[] = [];
    for (let n = 0; n < 20; n++) made.push((await makeKey(api, house.key("owner"), [house.id])).id);
    const more = { groupIds: [house.id] };
    expect((await create(house.key("owner"), more)).codes).toEqual(["LIMIT_REACHED"]);
    await done(api, house.key("owner"), "revokeApiKey", { apiKeyId: made[0] });
    expect((await create(house.key("owner"), more)).codes).toEqual([]);
  });

  test("cannot be made for an archived group", async () => {
    const house = await newHouse(api);
    await done(api, house.key("owner"), "archiveGroup", { groupId: house.id });
    expect((await create(house.key("owner"), { groupIds: [house.id] })).codes).toEqual(["CONFLICT"]);
  });
});

test("threats 39 and 44: no table and no line of the log holds a secret", async () => {
  const { id, secret } = await makeKey(api, of.key("owner"), [of.id]);
  const { secret: second } = await done(api, of.key("owner"), "rotateApiKey", { apiKeyId: id }, "secret");
  for (const each of [secret, second, `${secret}0`]) await withKey(api, each, "{ groups(first: 1) { totalCount } }");
  await withKey(api, second, "{ nonsense }");
  const tables = await api.dataSource.query<{ name: string }[]>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) => api.dataSource.query<{ row: string }[]>(`select t::text as row from ${name} t`)),
  );
  const kept = rows
    .flat()
    .map(({ row }) => row)
    .join("\n");
  expect(kept).toContain(second.slice(0, 12));
  for (const each of [secret, second]) {
    const bare = each.slice(4);
    for (const spelling of [bare, Buffer.from(each).toString("hex"), Buffer.from(bare, "hex").toString("base64")]) {
      expect(kept).not.toContain(spelling);
      expect(logged.join("\n")).not.toContain(spelling);
    }
  }
  expect(logged.length).toBeGreaterThan(10);
});

test("keys go ninety days after their end, former secrets when they end", async () => {
  const house = await newHouse(api);
  const { id } = await makeKey(api, house.key("owner"), [house.id]);
  const { id: living } = await makeKey(api, house.key("owner"), [house.id]);
  await done(api, house.key("owner"), "rotateApiKey", { apiKeyId: living, overlapHours: 1 });
  await done(api, house.key("owner"), "revokeApiKey", { apiKeyId: id });
  const left = async (days: number) => {
    const at = new Date(TEST_NOW.getTime() + days * 86_400_000).toISOString();
    await runTimer(testJobs(api.dataSource.manager, { clock: new StillClock(at) }).deps, "delete-ended-keys");
    const [row] = await api.dataSource.query<[{ keys: number; secrets: number }]>(
      `select count(distinct g.key_id)::int as keys, count(s)::int as secrets
         from api_key_groups g left join api_key_secrets s using (key_id) where g.group_id = $1`,
      [house.group.id],
    );
    return [row.keys, row.secrets];
  };
  expect(await left(0)).toEqual([2, 3]);
  expect(await left(89)).toEqual([2, 2]);
  expect(await left(90)).toEqual([1, 1]);
});
