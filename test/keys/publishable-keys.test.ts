/** Keys of pages. Threats have the numbers of the list that the service is tested against. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { act, done } from "../support/act.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { StillClock } from "../support/jobs.ts";
import { makeKey, SITE, withKey } from "../support/keys.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { TEST_NOW } from "../support/start-api.ts";

const HOUR_S = 3_600;
const DAY_S = 86_400;

let api: CastApi;
let clock: StillClock;
let of: House;
beforeAll(async () => {
  clock = new StillClock(TEST_NOW.toISOString());
  api = await startWithCast({ clock });
  of = await newHouse(api);
});
afterAll(() => api.close());

const codesOf = ({ errors }: { errors?: { extensions: { code: string } }[] }) =>
  errors?.map(({ extensions }) => extensions.code) ?? [];
const statusOf = async (secret: string) => (await withKey(api, secret, "{ __typename }")).status;
const GROUP = "query($id: ID!) { group(by: { id: $id }) { name } viewer { id } }";

describe("threat 40: a publishable key", () => {
  test("reads what is public from its page, is nobody in person, and stops with the request after it is revoked", async () => {
    const { id, secret } = await makeKey(api, of.key("owner"), [of.id]);
    expect(secret).toMatch(/^ngp_[0-9a-f]{64}$/);
    const ask = () => withKey(api, secret, GROUP, { variables: { id: of.id } });
    const before = await ask();
    expect(before.status).toBe(200);
    expect(before.data).toEqual({ group: { name: "Example Group" }, viewer: null });

    await done(api, of.key("organiser"), "revokeApiKey", { apiKeyId: id });
    const after = await ask();
    expect([after.status, codesOf(after), after.data]).toEqual([401, ["UNAUTHENTICATED"], undefined]);
    expect(after.headers.get("www-authenticate")).toContain("invalid_token");
  });

  test("works from the pages that it is for, and from nowhere else", async () => {
    const { secret } = await makeKey(api, of.key("owner"), [of.id], {
      allowedOrigins: [SITE, "http://localhost:5173", "https://UPPER.example/"],
    });
    const from = async (origin: string | null) => {
      const answer = await withKey(api, secret, "{ __typename }", { origin });
      return [answer.status, ...codesOf(answer)];
    };
    for (const origin of [SITE, "http://localhost:5173", "https://upper.example"]) {
      expect(await from(origin)).toEqual([200]);
    }
    const foreign = [
      "https://evil.example",
      `${SITE}.evil.example`,
      `${SITE}:8443`,
      SITE.replace("https", "http"),
      `${SITE}/`,
      "https://groups.example",
      "null",
      null,
    ];
    for (const origin of foreign) expect([origin, ...(await from(origin))]).toEqual([origin, 403, "FORBIDDEN"]);
  });

  test("changes nothing, not even what anybody may without a credential", async () => {
    const { secret } = await makeKey(api, of.key("owner"), [of.id]);
    const acts = [
      'requestSignIn(input: { email: "somebody@example.org" }) { codeExpiresAt }',
      `joinGroup(input: { groupId: "${of.id}" }) { errors { code } }`,
      `createApiKey(input: { groupIds: ["${of.id}"], kind: PUBLISHABLE, name: "More", allowedOrigins: ["${SITE}"] }) { secret }`,
    ];
    for (const text of acts) {
      const answer = await withKey(api, secret, `mutation { ${text} }`);
      expect([text, answer.status, answer.data, codesOf(answer)]).toEqual([
        text,
        403,
        undefined,
        ["INSUFFICIENT_SCOPE"],
      ]);
    }
    expect(await api.dataSource.query("select 1 from sign_in_challenges")).toEqual([]);
  });

  test("sees nothing of a person, a private group or a draft that nobody could see", async () => {
    const hidden = await newHouse(api, { visibility: "PRIVATE" as never });
    const { secret } = await makeKey(api, hidden.key("owner"), [hidden.id]);
    const query = `query($group: ID!, $open: ID!, $person: ID!) {
      group(by: { id: $group }) { name memberships { totalCount } }
      open: group(by: { id: $open }) { memberships { totalCount } visitors { totalCount } auditLog { totalCount } apiKeys { totalCount } }
      node(id: $person) { ... on Person { profile { displayName headline } contact { email phone } } } }`;
    const variables = { group: hidden.id, open: of.id, person: of.person("member") };
    const answer = await withKey(api, secret, query, { variables });
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual((await api.as(null).graphql(query, variables)).data);
    expect(answer.data).toMatchObject({ group: null, open: { memberships: null, apiKeys: null } });
  });

  test("ends by itself, and is found by no secret but its own", async () => {
    const expiresAt = new Date(clock.now().getTime() + HOUR_S * 1_000).toISOString();
    const { secret } = await makeKey(api, of.key("owner"), [of.id], { expiresAt });
    const [{ hash }] = await api.dataSource.query<[{ hash: string }]>(
      "select encode(hash, 'hex') as hash from api_key_secrets order by key_id desc limit 1",
    );
    for (const other of [
      secret.slice(0, -1),
      `${secret}0`,
      secret.toUpperCase(),
      `ngp_${hash}`,
      `ngs_${secret.slice(4)}`,
    ]) {
      expect([other, await statusOf(other)]).toEqual([other, 401]);
    }
    clock.pass(HOUR_S - 1);
    expect(await statusOf(secret)).toBe(200);
    clock.pass(1);
    expect(await statusOf(secret)).toBe(401);
  });

  test("that is rotated has two secrets until the overlap is over, also if the first answer got lost", async () => {
    const { id, secret: first } = await makeKey(api, of.key("owner"), [of.id]);
    const rotate = async (overlapHours?: number): Promise<string> =>
      (await done(api, of.key("owner"), "rotateApiKey", { apiKeyId: id, overlapHours }, "secret"))["secret"];
    const lost = await rotate();
    const second = await rotate();
    expect(new Set([first, lost, second]).size).toBe(3);
    expect([await statusOf(first), await statusOf(second)]).toEqual([200, 200]);
    clock.pass(DAY_S - 1);
    expect([await statusOf(first), await statusOf(second)]).toEqual([200, 200]);
    clock.pass(1);
    expect([await statusOf(first), await statusOf(lost), await statusOf(second)]).toEqual([401, 401, 200]);
    const third = await rotate(0);
    expect([await statusOf(second), await statusOf(third)]).toEqual([401, 200]);
    await done(api, of.key("owner"), "revokeApiKey", { apiKeyId: id });
    expect(await statusOf(third)).toBe(401);
    expect((await act(api, of.key("owner"), "rotateApiKey", { apiKeyId: id }, "secret")).codes).toEqual(["CONFLICT"]);
  });

  test("stops when its groups are archived, not before the last of them", async () => {
    const [one, other] = [await newHouse(api), await newHouse(api)];
    await api.dataSource.query("update memberships set person_id = $1 where id = $2", [
      one.key("owner"),
      other.row("owner"),
    ]);
    const { secret } = await makeKey(api, one.key("owner"), [one.id, other.id]);
    await done(api, one.key("owner"), "archiveGroup", { groupId: one.id });
    expect(await statusOf(secret)).toBe(200);
    await done(api, one.key("owner"), "archiveGroup", { groupId: other.id });
    expect(await statusOf(secret)).toBe(401);
  });

  test("has a rate of its own, which no other caller spends", async () => {
    const { secret } = await makeKey(api, of.key("owner"), [of.id], { pointsPerMinute: 60 });
    const ask = () => withKey(api, secret, "{ groups(first: 20) { edges { node { id } } } }");
    const answers = [await ask(), await ask(), await ask()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[0]?.headers.get("ratelimit-limit")).toBe("60");
    expect((await api.as(null).graphql("{ groups(first: 20) { edges { node { id } } } }")).status).toBe(200);
    clock.pass(60);
    expect((await ask()).status).toBe(200);
  });

  test("goes on when whoever made it leaves, hands the group over, is removed or is banned", async () => {
    for (const [leave, input] of [
      ["leaveGroup", (house: House) => ({ groupId: house.id })],
      ["removeMember", (house: House) => ({ membershipId: house.membership("owner") })],
      ["banPerson", (house: House) => ({ groupId: house.id, personId: house.person("owner") })],
    ] as const) {
      const house = await newHouse(api);
      const { id, secret } = await makeKey(api, house.key("owner"), [house.id]);
      await done(api, house.key("owner"), "handOver", {
        groupId: house.id,
        assignments: [
          { personId: house.person("member"), role: "OWNER" },
          { personId: house.person("owner"), role: "MEMBER" },
        ],
      });
      await done(api, leave === "leaveGroup" ? house.key("owner") : house.key("member"), leave, input(house));
      expect([leave, await statusOf(secret)]).toEqual([leave, 200]);
      expect((await act(api, house.key("owner"), "rotateApiKey", { apiKeyId: id })).codes).toEqual(["NOT_FOUND"]);
      expect((await act(api, house.key("member"), "rotateApiKey", { apiKeyId: id })).codes).toEqual([]);
    }
  });
});

describe("a credential", () => {
  test("in the header counts, and a cookie beside it does not; a bad key falls back to nothing", async () => {
    const { secret } = await makeKey(api, of.key("owner"), [of.id]);
    const session = "sid=ngs_of_somebody";
    expect((await withKey(api, secret, "{ __typename }", { headers: { cookie: session } })).status).toBe(200);
    const bad = `ngp_${"0".repeat(64)}`;
    expect((await withKey(api, bad, "{ __typename }", { headers: { cookie: session } })).status).toBe(401);
    expect((await withKey(api, bad, "{ __typename }", { origin: "https://evil.example" })).status).toBe(401);
  });

  test("that is a key is not taken from a cookie", async () => {
    const { secret } = await makeKey(api, of.key("owner"), [of.id]);
    const headers = { cookie: `sid=${secret}`, origin: "https://groups.example" };
    expect((await api.graphql("{ __typename }", {}, { headers })).status).toBe(401);
  });

  test("that is a session is not taken from somebody else's page, though its page may send keys", async () => {
    const preflight = await fetch(api.url, {
      method: "OPTIONS",
      headers: {
        origin: SITE,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization",
      },
    });
    expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    const ada = (origin: string) => api.as("ada").graphql("{ viewer { id } }", {}, { origin });
    expect((await ada("https://groups.example")).status).toBe(200);
    expect((await ada(SITE)).status).toBe(403);
    expect((await ada(SITE)).status).toBe(403);
  });
});

test("the use of a key is noted every five minutes, no oftener", async () => {
  const { id, secret } = await makeKey(api, of.key("owner"), [of.id]);
  const lastUsedAt = async () => {
    await api.server.lastUses.flush();
    const { data } = await api
      .as(of.key("owner"))
      .graphql("query($id: ID!) { node(id: $id) { ... on ApiKey { lastUsedAt } } }", { id });
    return (data as { node: { lastUsedAt: string | null } }).node.lastUsedAt;
  };
  expect(await lastUsedAt()).toBeNull();
  const first = clock.now().toISOString();
  expect(await statusOf(secret)).toBe(200);
  expect(await lastUsedAt()).toBe(first);
  clock.pass(299);
  expect(await statusOf(secret)).toBe(200);
  expect(await lastUsedAt()).toBe(first);
  clock.pass(1);
  expect(await statusOf(secret)).toBe(200);
  expect(await lastUsedAt()).toBe(clock.now().toISOString());
});
