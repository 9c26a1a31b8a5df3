/** Who has the other in their address book, and says so, is connected with whoever does the same; nobody else learns of it. */
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, makeBlock, makeMembership, startWithCast } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { TEST_NOW, testSettings } from "../support/start-api.ts";

const DAY_MS = 86_400_000;
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.dataSource.query("delete from contact_wishes");
});

const jobsAt = (days = 0) => {
  const clock = new StillClock(new Date(TEST_NOW.getTime() + days * DAY_MS).toISOString());
  return testJobs(api.dataSource.manager, { clock, secretKey: testSettings.secretKey });
};
const address = (key: string): string => `${key}@example.org`;
const imported = async (who: string, ...others: string[]): Promise<number> => {
  const { waitingCount } = await done(api, who, "importContacts", { emails: others.map(address) }, "waitingCount");
  await drainJobs(jobsAt().deps);
  return waitingCount as number;
};
const connected = async (who: string): Promise<unknown> => {
  const { data, errors } = await api
    .as(who)
    .graphql<{ viewer: { connections: { edges: { node: object }[] } } }>(
      "{ viewer { connections { edges { node { origin other { id } } } } } }",
    );
  expect(errors).toBeUndefined();
  return data?.viewer.connections.edges.map(({ node }) => node);
};
const tie = (of: House, kind: "member" | "other") => [{ origin: "IMPORT", other: { id: of.person(kind) } }];

test("two who imported each other are connected, and what they wished is used up", async () => {
  const of = await newHouse(api);
  const [one, other] = [of.key("member"), of.key("other")];
  expect(await imported(one, other, "nobody", "Somebody")).toBe(3);
  expect(await connected(one)).toEqual([]);
  await imported(other, one, of.key("host"));
  expect(await connected(one)).toEqual(tie(of, "other"));
  expect(await connected(other)).toEqual(tie(of, "member"));
  expect(
    (await done(api, one, "forgetContacts", { email: "nobody@example.org" }, "waitingCount"))["waitingCount"],
  ).toBe(1);

  const { data } = await api
    .as(one)
    .graphql<{ viewer: { connections: { edges: { node: { id: string } }[] } } }>(
      "{ viewer { connections { edges { node { id } } } } }",
    );
  await done(api, one, "disconnect", { connectionId: data?.viewer.connections.edges[0]?.node.id });
  await imported(other, one);
  expect(await connected(other)).toEqual([]);
});

test("not without a group in common, and not with who has not proved their address", async () => {
  const [of, elsewhere] = [await newHouse(api), await newHouse(api)];
  const [one, stranger, unproved] = [of.key("member"), elsewhere.key("member"), of.key("other")];
  await api.dataSource.query("update people set email_verified_at = null where id = $1", [unproved]);
  await imported(unproved, one);
  await imported(stranger, one);
  expect(await imported(one, stranger, unproved)).toBe(2);
  expect(await connected(one)).toEqual([]);
  // Once they are members of one group, saying it again is enough.
  await makeMembership(api.dataSource, { groupId: of.group.id, personId: stranger });
  expect(await imported(one, stranger)).toBe(2);
  expect(await connected(one)).toHaveLength(1);
});

test("not across a block, nor by what was wished before it when it is taken away", async () => {
  const of = await newHouse(api);
  const [one, other] = [of.key("member"), of.key("other")];
  await imported(one, other);
  await done(api, one, "blockPerson", { personId: of.person("other") });
  await drainJobs(jobsAt().deps);
  await imported(other, one);
  expect([await connected(one), await connected(other)]).toEqual([[], []]);
  await done(api, one, "unblockPerson", { personId: of.person("other") });
  await imported(other, one);
  expect(await connected(other)).toEqual([]);
  // Both wish it, and a block stands between them that no job has heard of.
  await makeBlock(api.dataSource, other, one);
  await imported(one, other);
  expect(await connected(one)).toEqual([]);
});

test("the answer is the same whoever an address belongs to, and the address is kept nowhere", async () => {
  const of = await newHouse(api);
  const [one, other] = [of.key("member"), of.key("other")];
  await imported(other, one);
  const answer = async (who: string) =>
    (await act(api, of.key("trial"), "importContacts", { emails: [who] }, "waitingCount")).payload;
  const counts = [await answer(address(other)), await answer("nobody-at-all@example.org"), await answer(address(one))];
  expect(counts).toEqual([1, 2, 3].map((waitingCount) => ({ waitingCount, errors: [] })));
  const rows = await api.dataSource.query("select to_jsonb(w)::text as row from contact_wishes w");
  expect(rows).toHaveLength(4);
  expect(JSON.stringify(rows)).not.toMatch(/example|@/);
});

test("is bounded, and forgotten after 90 days", async () => {
  const of = await newHouse(api);
  const who = of.key("member");
  const many = Array.from({ length: 501 }, (_, index) => `contact-${index}@example.org`);
  expect((await act(api, null, "importContacts", { emails: ["a@example.org"] })).codes).toEqual(["UNAUTHENTICATED"]);
  expect((await act(api, who, "importContacts", { emails: many })).codes).toEqual(["INVALID"]);
  expect((await act(api, who, "importContacts", { emails: [] })).codes).toEqual(["INVALID"]);
  await imported(who, "one", "two");
  const left = async (days: number): Promise<number> => {
    await runTimer(jobsAt(days).deps, "delete-ended-connections");
    return (await api.dataSource.query("select 1 from contact_wishes")).length;
  };
  expect([await left(89), await left(90)]).toEqual([2, 0]);
});
