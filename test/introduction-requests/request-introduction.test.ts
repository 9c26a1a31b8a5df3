/** Asking somebody whom one knows for an introduction, and what the connector can do with it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import {
  OPEN_REQUESTS_MAX,
  REQUESTS_PER_CONNECTOR_MAX,
  REQUESTS_TO_ONE_CONNECTOR_MAX,
} from "../../src/introduction-requests/request-introduction.ts";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import { act, done } from "../support/act.ts";
import {
  type CastApi,
  makeBlock,
  makeMembership,
  makePerson,
  NOBODYS_ID,
  startWithCast,
  withVoices,
} from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { testSettings } from "../support/start-api.ts";

const DAY = 86_400;
const clock = new StillClock("2026-06-01T09:00:00.000Z");
let api: CastApi;
let of: House;
let jobs: ReturnType<typeof testJobs>;
beforeAll(async () => {
  api = await startWithCast({ clock });
  jobs = testJobs(api.dataSource.manager, { clock, secretKey: testSettings.secretKey });
});
afterAll(() => api.close());
beforeEach(async () => {
  of = await newHouse(api);
  await mails();
});

/** Long enough for sessions to end: everybody signs in again. */
function passDays(days: number): void {
  clock.pass(days * DAY);
  api = withVoices(api, clock);
}

const SEEN = `id state askerId askerName connectorId connectorName towardsId towardsName need reason expiresAt
  viewerCanTakeUp viewerCanWithdraw introduction { id state }`;
type Seen = { id: string; state: string } & Record<string, unknown>;

/** The member asks the host for the other. */
const towardsOther = () => ({ connectorId: of.person("host"), towardsId: of.person("other"), reason: "Boats" });
const ask = (input: object = towardsOther(), who = of.key("member")) =>
  act(api, who, "requestIntroduction", { ...input }, `request { ${SEEN} } requestEdge { cursor }`);
async function asked(input: object = towardsOther(), who = of.key("member")): Promise<string> {
  const { payload, codes, messages } = await ask(input, who);
  expect([codes, messages]).toEqual([[], []]);
  return (payload?.["request"] as Seen).id;
}
async function read(who: string, id: string): Promise<Seen | null> {
  const query = `query ($id: ID!) { node(id: $id) { ... on IntroductionRequest { ${SEEN} } } }`;
  const { data, errors } = await api.as(who).graphql<{ node: Seen | null }>(query, { id });
  expect(errors).toBeUndefined();
  return data?.node ?? null;
}
async function mails() {
  await drainJobs(jobs.deps);
  const letters = jobs.mail.read();
  jobs.mail.empty();
  return letters;
}
const takeUp = (requestId: string, more: object = {}) =>
  act(
    api,
    of.key("host"),
    "proposeIntroduction",
    { partyAId: of.person("member"), partyBId: of.person("other"), reason: "Boats", requestId, ...more },
    "introduction { id request { id } }",
  );

describe("requestIntroduction", () => {
  test("reaches the connector alone, by mail and in their list, and whom it is about learns nothing", async () => {
    const id = await asked();
    const [letter, ...more] = await mails();
    expect(more).toEqual([]);
    expect(letter?.headers["to"]).toBe(`${of.key("host")}@example.org`);
    expect(letter?.text).toContain("member would like to meet other");
    expect(letter?.text).toContain(id);
    const seen = {
      ...{ id, state: "OPEN", askerId: of.person("member"), askerName: "member", connectorName: "host" },
      ...{ towardsId: of.person("other"), towardsName: "other", need: null, expiresAt: "2026-07-01T09:00:00.000Z" },
    };
    expect(await read(of.key("host"), id)).toMatchObject({ ...seen, viewerCanTakeUp: true, viewerCanWithdraw: false });
    expect(await read(of.key("member"), id)).toMatchObject({
      ...seen,
      ...{ viewerCanTakeUp: false, viewerCanWithdraw: true },
    });
    for (const kind of ["other", "owner", "stranger"] as const) expect(await read(of.key(kind), id)).toBeNull();
    const list =
      "{ viewer { introductionRequests(filter: { asConnector: true }) { totalCount edges { node { id } } } } }";
    const { data } = await api.as(of.key("host")).graphql<{ viewer: { introductionRequests: object } }>(list);
    expect(data?.viewer.introductionRequests).toEqual({ totalCount: 1, edges: [{ node: { id } }] });
  });

  test("takes a need in words instead of a person", async () => {
    const need = "Somebody who buys office space.";
    const id = await asked({ connectorId: of.person("host"), need, reason: "We have a floor too many." });
    expect((await mails())[0]?.text).toContain(need);
    expect(await read(of.key("host"), id)).toMatchObject({ need, towardsId: null, towardsName: null });
    expect((await takeUp(id, { partyBId: of.person("owner") })).codes).toEqual([]);
  });

  test("refuses what makes no sense, strangers, and who wants none; and has one effect with one key", async () => {
    const connectorId = of.person("host");
    for (const [input, codes] of [
      [{ connectorId, reason: "Boats" }, ["INVALID"]],
      [{ ...towardsOther(), need: "Anybody" }, ["INVALID"]],
      [{ ...towardsOther(), reason: " " }, ["INVALID"]],
      [{ ...towardsOther(), connectorId: of.person("member") }, ["INVALID"]],
      [{ ...towardsOther(), towardsId: of.person("member") }, ["INVALID"]],
      [{ ...towardsOther(), towardsId: connectorId }, ["INVALID"]],
      [{ ...towardsOther(), connectorId: of.person("stranger") }, ["FORBIDDEN"]],
      [{ ...towardsOther(), connectorId: NOBODYS_ID }, ["NOT_FOUND"]],
      [{ ...towardsOther(), towardsId: NOBODYS_ID }, ["NOT_FOUND"]],
    ] as const) {
      expect([input, (await ask(input)).codes]).toEqual([input, codes]);
    }
    await done(api, of.key("host"), "setIntroductionsWanted", { areWanted: false });
    expect((await ask()).codes).toEqual(["CONFLICT"]);
    await done(api, of.key("host"), "setIntroductionsWanted", { areWanted: true });
    const id = await asked({ ...towardsOther(), idempotencyKey: "one" });
    expect(await asked({ ...towardsOther(), idempotencyKey: "one" })).toBe(id);
    expect((await ask()).codes).toEqual(["DUPLICATE"]);
    expect(await mails()).toHaveLength(1);
  });

  test("reaches nobody who says at the same time that they want none", async () => {
    const host = of.key("host");
    const saying = api.dataSource.createQueryRunner();
    await saying.startTransaction();
    await saying.query("select 1 from people where id = $1 for no key update", [host]);
    await saying.query("insert into introduction_pauses (person_id, since) values ($1, now())", [host]);
    const asking = ask();
    for (let waiting = 0; waiting === 0; ) {
      [{ waiting }] = await api.dataSource.query(
        "select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
    }
    await saying.commitTransaction();
    await saying.release();
    expect((await asking).codes).toEqual(["CONFLICT"]);
    expect(await mails()).toEqual([]);
  });

  test("answers for a hidden person as for nobody", async () => {
    await makeBlock(api.dataSource, of.key("other"), of.key("member"));
    const [hidden, nobody] = [await ask(), await ask({ ...towardsOther(), towardsId: NOBODYS_ID })];
    expect(hidden).toEqual(nobody);
    const asConnector = { ...towardsOther(), connectorId: of.person("other"), towardsId: of.person("host") };
    expect(await ask(asConnector)).toEqual(await ask({ ...asConnector, connectorId: NOBODYS_ID }));
    expect(await mails()).toEqual([]);
  });

  /** As many as one person may send to one connector. */
  async function askAllOf(kind: "owner" | "organiser" | "host" | "other", who = of.key("member")): Promise<string[]> {
    const ids: string[] = [];
    for (let each = 0; each < REQUESTS_TO_ONE_CONNECTOR_MAX; each++)
      ids.push(
        await asked({ connectorId: of.person(kind), need: `Somebody like number ${each}`, reason: "Boats" }, who),
      );
    return ids;
  }

  test.each([false, true])(
    "is limited per asker and connector, and no answer frees a place; blocked: %s",
    async (blocked) => {
      if (blocked) await makeBlock(api.dataSource, of.key("host"), of.key("other"));
      const ids = blocked ? await lost() : await askAllOf("host");
      for (const requestId of blocked ? [] : ids)
        await done(api, of.key("host"), "declineIntroductionRequest", { requestId });
      const { codes, messages } = await ask();
      expect([codes, messages]).toEqual([["LIMIT_REACHED"], ["At most 3 open requests to one person at a time."]]);
      passDays(30);
      await asked();
    },
  );

  /** Requests that reach nobody. */
  async function lost(): Promise<string[]> {
    const people = await Promise.all(Array.from({ length: 3 }, () => makePerson(api.dataSource)));
    const ids: string[] = [];
    for (const { id } of people) {
      await makeMembership(api.dataSource, { groupId: of.group.id, personId: id });
      await makeBlock(api.dataSource, id, of.key("host"));
      const towardsId = `per_${id.replaceAll("-", "")}`;
      ids.push(await asked({ connectorId: of.person("host"), towardsId, reason: "Boats" }));
    }
    return ids;
  }

  test("is limited per asker", async () => {
    for (const kind of ["owner", "organiser", "other"] as const) await askAllOf(kind);
    const needs = Array.from(
      { length: OPEN_REQUESTS_MAX - 3 * REQUESTS_TO_ONE_CONNECTOR_MAX },
      (_, each) => `No. ${each}`,
    );
    for (const need of needs) await asked({ connectorId: of.person("host"), need, reason: "Boats" });
    expect((await ask()).codes).toEqual(["LIMIT_REACHED"]);
  });

  test("is limited per connector", async () => {
    const others = await Promise.all(
      Array.from({ length: REQUESTS_PER_CONNECTOR_MAX }, () => makePerson(api.dataSource)),
    );
    for (const { id: personId } of others) {
      await makeMembership(api.dataSource, { groupId: of.group.id, personId });
      await asked(towardsOther(), personId);
    }
    expect((await ask(towardsOther(), of.key("owner"))).codes).toEqual(["LIMIT_REACHED"]);
    passDays(30);
    await asked();
  });
});

describe("a request", () => {
  test("is taken up by proposing the introduction, once, with who asked as one of the two", async () => {
    const id = await asked();
    expect((await takeUp(id, { partyAId: of.person("owner") })).codes).toEqual(["INVALID"]);
    const others = { partyAId: of.person("host"), partyBId: of.person("other"), reason: "Boats", requestId: id };
    expect((await act(api, of.key("member"), "proposeIntroduction", others)).codes).toEqual(["FORBIDDEN"]);
    const { payload, codes } = await takeUp(id);
    expect([codes, payload?.["introduction"]["request"]]).toEqual([[], { id }]);
    const introduction = { id: payload?.["introduction"]["id"], state: "ASKING" };
    expect(await read(of.key("host"), id)).toMatchObject({ state: "TAKEN_UP", viewerCanTakeUp: false, introduction });
    expect(await read(of.key("member"), id)).toMatchObject({ state: "OPEN", introduction });
    expect((await takeUp(id, { partyBId: of.person("owner") })).codes).toEqual(["CONFLICT"]);
    expect((await act(api, of.key("host"), "declineIntroductionRequest", { requestId: id })).codes).toEqual([
      "CONFLICT",
    ]);
    const query = "query ($id: ID!) { node(id: $id) { ... on Introduction { request { id } } } }";
    const { data } = await api.as(of.key("other")).graphql<{ node: object }>(query, { id: introduction.id });
    expect(data?.node).toEqual({ request: null });
  });

  test("is put away once, however often it is said, and not taken up after that", async () => {
    const requestId = await asked();
    const decline = () =>
      act(api, of.key("host"), "declineIntroductionRequest", { requestId }, "request { state viewerCanTakeUp }");
    for (let each = 0; each < 2; each++) {
      const { payload, codes } = await decline();
      expect([codes, payload?.["request"]]).toEqual([[], { state: "CLOSED", viewerCanTakeUp: false }]);
    }
    const told = await api.dataSource.query(
      "select 1 from events where name = 'introductionRequest.declined' and payload ->> 'requestId' = $1::uuid::text",
      [requestId.slice(4)],
    );
    expect(told).toHaveLength(1);
    expect((await takeUp(requestId)).codes).toEqual(["CONFLICT"]);
    passDays(30);
    expect((await decline()).codes).toEqual([]);
  });

  test("shows its introduction to who asked only once they are asked in it", async () => {
    const id = await asked();
    await takeUp(id, { asking: "FIRST_B" });
    expect(await read(of.key("member"), id)).toMatchObject({ state: "OPEN", introduction: null });
    expect(await read(of.key("host"), id)).toMatchObject({ state: "TAKEN_UP", introduction: { state: "ASKING" } });
  });

  test("can be taken back by who asked, and not be taken up after that; it expires", async () => {
    const requestId = await asked();
    const withdraw = (who: string) =>
      act(api, who, "withdrawIntroductionRequest", { requestId }, `request { ${SEEN} }`);
    expect((await withdraw(of.key("host"))).codes).toEqual(["FORBIDDEN"]);
    expect((await withdraw(of.key("owner"))).codes).toEqual(["NOT_FOUND"]);
    for (let each = 0; each < 2; each++) expect((await withdraw(of.key("member"))).codes).toEqual([]);
    expect(await read(of.key("host"), requestId)).toMatchObject({ state: "CLOSED", viewerCanTakeUp: false });
    expect(await mails()).toEqual([]);
    expect((await takeUp(requestId)).codes).toEqual(["CONFLICT"]);
    expect((await ask()).codes).toEqual(["DUPLICATE"]);
    passDays(30);
    const late = await asked();
    passDays(30);
    expect(await read(of.key("host"), late)).toMatchObject({ state: "CLOSED" });
    expect((await takeUp(late)).codes).toEqual(["CONFLICT"]);
  });

  test("is forgotten half a year after it expired, and its introduction stays", async () => {
    const requestId = await asked();
    const { payload } = await takeUp(requestId);
    passDays(209);
    await runTimer(jobs.deps, "forget-introduction-requests");
    expect(await read(of.key("host"), requestId)).not.toBeNull();
    passDays(1);
    await runTimer(jobs.deps, "forget-introduction-requests");
    expect(await read(of.key("host"), requestId)).toBeNull();
    const id = (payload?.["introduction"] as { id: string }).id;
    const query = "query ($id: ID!) { node(id: $id) { ... on Introduction { id request { id } } } }";
    const { data } = await api.as(of.key("host")).graphql<{ node: object }>(query, { id });
    expect(data?.node).toEqual({ id, request: null });
  });
});
