/** The ways beside the straight one: one asked first, later, outsiders, limits, races, and what comes after. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { ASKED_AT_A_TIME_MAX, OPEN_INTRODUCTIONS_MAX } from "../../src/introductions/refuse-too-many.ts";
import { newId } from "../../src/platform/ids.ts";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, makeBlock, makeMembership, makePerson, startWithCast } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { makeMeeting } from "../support/meetings.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { testSettings } from "../support/start-api.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
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
  await drainJobs(jobs.deps);
  jobs.mail.empty();
});

const SEEN = "id state expiresAt sides { name answer word email personId isViewer contact { email } }";
type Seen = { id: string; state: string; sides: Record<string, unknown>[] } & Record<string, unknown>;

const people = () => ({ partyAId: of.person("member"), partyBId: of.person("other") });
const propose = (input: object = people(), who = of.key("host")) =>
  act(api, who, "proposeIntroduction", { reason: "Boats", ...input }, `introduction { ${SEEN} }`);
async function proposed(input: object = people()): Promise<string> {
  const { payload, codes, messages } = await propose(input);
  expect([codes, messages]).toEqual([[], []]);
  return (payload?.["introduction"] as Seen).id;
}
const answer = (who: string, introductionId: string, input: object = {}) =>
  act(api, who, "answerIntroduction", { introductionId, answer: "YES", ...input }, `introduction { ${SEEN} }`);
async function read(who: string, id: string, fields = SEEN): Promise<Seen> {
  const query = `query ($id: ID!) { node(id: $id) { ... on Introduction { ${fields} } } }`;
  const { data, errors } = await api.as(who).graphql<{ node: Seen }>(query, { id });
  expect(errors).toBeUndefined();
  return data?.node as Seen;
}
async function mailsTo(): Promise<(string | undefined)[]> {
  await drainJobs(jobs.deps);
  const letters = jobs.mail.read();
  jobs.mail.empty();
  return letters.map(({ headers }) => headers["to"]).sort();
}
const address = (kind: "member" | "other" | "host"): string => `${of.key(kind)}@example.org`;

describe("proposeIntroduction", () => {
  test("is for people whom the connector shares a group with or is connected to", async () => {
    const stranger = await makePerson(api.dataSource);
    const strangerId = `per_${stranger.id.replaceAll("-", "")}`;
    expect((await propose({ ...people(), partyBId: strangerId })).codes).toEqual(["FORBIDDEN"]);
    expect((await propose(people(), of.key("stranger"))).codes).toEqual(["FORBIDDEN"]);
    const [low, high] = [of.key("host"), stranger.id].sort();
    await api.dataSource.query(
      `insert into connections (id, person_low_id, person_high_id, origin, started_at)
       values (gen_random_uuid(), $1, $2, 'ENCOUNTER', now())`,
      [low, high],
    );
    await proposed({ ...people(), partyBId: strangerId });
  });

  test("refuses the connector as a party, the same twice, two outsiders, nobody, and a foreign group", async () => {
    const outsider = { email: "new@example.org", name: "New" };
    const elsewhere = await newHouse(api);
    for (const [input, code] of [
      [{ ...people(), partyAId: of.person("host") }, "INVALID"],
      [{ ...people(), partyBId: of.person("member") }, "INVALID"],
      [{ outsiderA: outsider, outsiderB: { ...outsider, email: "newer@example.org" } }, "INVALID"],
      [{ partyAId: of.person("member") }, "INVALID"],
      [{ ...people(), outsiderB: outsider }, "INVALID"],
      [{ ...people(), groupId: elsewhere.id }, "FORBIDDEN"],
      [{ ...people(), reason: " " }, "INVALID"],
      [{ ...people(), partyBId: `per_${"0".repeat(32)}` }, "NOT_FOUND"],
    ] as const) {
      expect([input, (await propose(input)).codes]).toEqual([input, [code]]);
    }
  });

  test("has one effect with one key, and one for the same two people", async () => {
    const first = await propose({ ...people(), idempotencyKey: "one" });
    const again = await propose({ ...people(), idempotencyKey: "one" });
    expect(again.payload?.["introduction"]).toEqual(first.payload?.["introduction"]);
    expect((await propose({ ...people(), idempotencyKey: "two" })).codes).toEqual(["DUPLICATE"]);
    const turned = { partyAId: of.person("other"), partyBId: of.person("member") };
    expect((await propose(turned)).codes).toEqual(["DUPLICATE"]);
    expect(await mailsTo()).toEqual([address("member"), address("other")].sort());
  });

  test("comes from a meeting of a group of the connector's, if it names one", async () => {
    const { globalId: meetingId } = await makeMeeting(api.dataSource, { id: newId(), groupId: of.group.id });
    const draft = await makeMeeting(api.dataSource, { id: newId(), groupId: of.group.id, publishedAt: null });
    const elsewhere = await newHouse(api);
    const foreign = await makeMeeting(api.dataSource, { id: newId(), groupId: elsewhere.group.id });
    for (const [input, code] of [
      [{ meetingId: foreign.globalId }, "FORBIDDEN"],
      [{ meetingId: foreign.globalId, groupId: of.id }, "CONFLICT"],
      [{ meetingId, groupId: elsewhere.id }, "CONFLICT"],
      [{ meetingId: of.id }, "NOT_FOUND"],
      [{ meetingId: draft.globalId }, "NOT_FOUND"],
    ] as const) {
      expect([input, (await propose({ ...people(), ...input }, of.key("trial"))).codes]).toEqual([input, [code]]);
    }
    const id = await proposed({ ...people(), meetingId });
    const from = { meeting: { id: meetingId }, group: { id: of.id } };
    for (const kind of ["host", "member", "other"] as const)
      expect(await read(of.key(kind), id, "meeting { id } group { id }")).toEqual(from);
    for (const kind of ["member", "other"] as const) await answer(of.key(kind), id);
    const query = `{ viewer { connections { edges { node { origin meeting { id } group { id } } } } } }`;
    const { data } = await api.as(of.key("member")).graphql<{ viewer: { connections: object } }>(query);
    expect(data?.viewer.connections).toEqual({ edges: [{ node: { origin: "INTRODUCTION", ...from } }] });
  });

  test("across a block goes nowhere, and reads to the connector like one that nobody answers", async () => {
    await makeBlock(api.dataSource, of.key("other"), of.key("member"));
    const id = await proposed();
    expect(await mailsTo()).toEqual([]);
    for (const kind of ["member", "other"] as const) {
      expect(await read(of.key(kind), id)).toBeNull();
      expect((await answer(of.key(kind), id)).codes).toEqual(["NOT_FOUND"]);
    }
    const seen = await read(of.key("host"), id);
    expect(seen).toMatchObject({ state: "ASKING", sides: [{ name: "member" }, { name: "other" }] });
    await api.dataSource.query("delete from blocks where blocker_id = $1", [of.key("other")]);
    expect(await read(of.key("member"), id)).toBeNull();
    expect((await propose()).codes).toEqual(["DUPLICATE"]);
  });

  test("is limited per connector and per person asked, and no answer frees a place", async () => {
    const others = [];
    for (let each = 0; each < ASKED_AT_A_TIME_MAX; each++) {
      const person = await makePerson(api.dataSource);
      await makeMembership(api.dataSource, { groupId: of.group.id, personId: person.id });
      others.push(`per_${person.id.replaceAll("-", "")}`);
    }
    for (const partyBId of others) {
      const id = await proposed({ partyAId: of.person("member"), partyBId });
      await answer(of.key("member"), id, { answer: "NO" });
    }
    const full = await propose({ partyAId: of.person("member"), partyBId: of.person("other") });
    expect(full.codes).toEqual(["LIMIT_REACHED"]);
    for (const outsider of Array.from({ length: OPEN_INTRODUCTIONS_MAX - ASKED_AT_A_TIME_MAX }, (_, at) => at)) {
      const partyAId = others[outsider % others.length];
      await proposed({ partyAId, outsiderB: { email: `new-${outsider}-${of.group.id}@example.org`, name: "New" } });
    }
    const outsiderB = { email: "one-more@example.org", name: "New" };
    expect((await propose({ partyAId: of.person("other"), outsiderB })).codes).toEqual(["LIMIT_REACHED"]);
    clock.pass(14 * DAY);
    await proposed({ partyAId: of.person("other"), outsiderB });
  });

  test("of which the connector took back all goes on counting until it expires, and two yeses free a place", async () => {
    const outsider = (each: number) => ({ email: `back-${each}-${of.group.id}@example.org`, name: "New" });
    const kinds = ["member", "other", "owner"] as const;
    const ids: string[] = [];
    for (let each = 0; each < OPEN_INTRODUCTIONS_MAX - 1; each++) {
      ids.push(await proposed({ partyAId: of.person(kinds[each % 3] ?? "member"), outsiderB: outsider(each) }));
    }
    for (const introductionId of ids) await done(api, of.key("host"), "withdrawIntroduction", { introductionId });
    const last = await proposed();
    const more = () => propose({ partyAId: of.person("organiser"), outsiderB: outsider(OPEN_INTRODUCTIONS_MAX) });
    expect((await more()).codes).toEqual(["LIMIT_REACHED"]);
    for (const kind of ["member", "other"] as const) await answer(of.key(kind), last);
    expect((await more()).codes).toEqual([]);
  });

  test("is refused for who wants none at present, and lost where only the address tells who it is", async () => {
    await done(api, of.key("other"), "setIntroductionsWanted", { areWanted: false }, "person { wantsIntroductions }");
    expect((await propose()).codes).toEqual(["CONFLICT"]);
    await mailsTo();
    await proposed({ partyAId: of.person("member"), outsiderB: { email: address("other"), name: "O" } });
    expect(await mailsTo()).toEqual([]);
    await done(api, of.key("other"), "setIntroductionsWanted", { areWanted: true });
    await proposed();
  });

  test("lasts as long as its group says", async () => {
    expect((await act(api, of.key("member"), "setIntroductionDays", { groupId: of.id, days: 5 })).codes).toEqual([
      "FORBIDDEN",
    ]);
    expect((await act(api, of.key("owner"), "setIntroductionDays", { groupId: of.id, days: 61 })).codes).toEqual([
      "INVALID",
    ]);
    await done(
      api,
      of.key("organiser"),
      "setIntroductionDays",
      { groupId: of.id, days: 5 },
      "group { introductionDays }",
    );
    const id = await proposed({ ...people(), groupId: of.id });
    expect((await read(of.key("host"), id))["expiresAt"]).toBe(
      new Date(clock.now().getTime() + 5 * DAY * 1000).toISOString(),
    );
    clock.pass(5 * DAY);
    expect(await read(of.key("member"), id)).toMatchObject({ state: "CLOSED" });
    expect((await answer(of.key("member"), id)).codes).toEqual(["CONFLICT"]);
  });
});

describe("answers", () => {
  test("the second is asked only after the first one's yes", async () => {
    const id = await proposed({ ...people(), asking: "FIRST_B" });
    expect(await mailsTo()).toEqual([address("other")]);
    expect(await read(of.key("member"), id)).toBeNull();
    await answer(of.key("other"), id);
    expect(await mailsTo()).toEqual([address("member")]);
    expect(await read(of.key("member"), id)).toMatchObject({ state: "ASKING" });
    await answer(of.key("member"), id);
    expect(await read(of.key("other"), id)).toMatchObject({ state: "SHARED" });
  });

  test("“later” is asked once more, and the other cannot tell", async () => {
    const id = await proposed();
    await mailsTo();
    const laterUntil = new Date(clock.now().getTime() + 2 * DAY * 1000).toISOString();
    expect((await answer(of.key("member"), id, { answer: "LATER" })).codes).toEqual(["INVALID"]);
    const tooLate = new Date(clock.now().getTime() + 14 * DAY * 1000).toISOString();
    expect((await answer(of.key("member"), id, { answer: "LATER", laterUntil: tooLate })).codes).toEqual(["INVALID"]);
    await answer(of.key("member"), id, { answer: "LATER", laterUntil });
    await answer(of.key("other"), id, { answer: "NO" });
    const askAgain = () => runTimer(jobs.deps, "ask-again-for-introductions");
    await askAgain();
    expect(await mailsTo()).toEqual([]);
    clock.pass(2 * DAY);
    await askAgain();
    expect(await mailsTo()).toEqual([address("member")]);
    await answer(of.key("member"), id, { answer: "LATER", laterUntil: new Date(clock.now().getTime() + HOUR * 1000) });
    clock.pass(HOUR);
    await askAgain();
    expect(await mailsTo()).toEqual([]);
    expect((await answer(of.key("member"), id)).codes).toEqual([]);
    expect(await read(of.key("member"), id)).toMatchObject({ state: "ASKING" });
  });

  test("tell the connector what the answerer lets be told, and no more", async () => {
    const id = await proposed();
    await answer(of.key("member"), id, { tellConnector: true, word: "Gladly." });
    await act(api, of.key("member"), "withdrawAnswer", { introductionId: id });
    await answer(of.key("other"), id, { answer: "NO" });
    expect(await read(of.key("host"), id)).toMatchObject({
      state: "ASKING",
      sides: [
        { answer: "YES", word: "Gladly." },
        { answer: null, word: null },
      ],
    });
    expect(await read(of.key("member"), id)).toMatchObject({
      state: "CLOSED",
      sides: [{ answer: "WITHDRAWN" }, { answer: null }],
    });
    const wordAlone = await answer(of.key("other"), id, { answer: "NO", word: "Never." });
    expect(wordAlone.codes).toEqual(["INVALID"]);
  });

  test("tell the connector of no second yes before it is shared, so that no change of the first one shows", async () => {
    const ALL = "state sides { answer word isOutsider personId }";
    const told = { tellConnector: true, word: "Gladly." };
    const changes: Record<string, (id: string) => Promise<unknown>> = {
      "the yes stands, and the other is silent": () => Promise.resolve(),
      "taken back": (introductionId) => done(api, of.key("member"), "withdrawAnswer", { introductionId }),
      "put off": (id) => answer(of.key("member"), id, { answer: "LATER", laterUntil: in2Days() }),
      no: (id) => answer(of.key("member"), id, { answer: "NO" }),
      block: () => done(api, of.key("member"), "blockPerson", { personId: of.person("other") }),
    };
    const in2Days = () => new Date(clock.now().getTime() + 2 * DAY * 1000).toISOString();
    const seen: [string, unknown][] = [];
    for (const [name, change] of Object.entries(changes)) {
      of = await newHouse(api);
      const id = await proposed();
      await answer(of.key("member"), id, told);
      await change(id);
      const own: unknown[] = [];
      for (let each = 0; each < (name.startsWith("the yes") ? 0 : 2); each++) {
        expect((await answer(of.key("other"), id, told)).codes).toEqual([]);
        own.push(await read(of.key("other"), id, "state sides { answer word answeredAt }"));
        clock.pass(60);
      }
      expect(own[1]).toEqual(own[0]);
      await drainJobs(jobs.deps);
      const { sides, ...rest } = await read(of.key("host"), id, ALL);
      seen.push([name, { ...rest, sides: sides.map(({ personId: _, ...side }) => side) }]);
    }
    const [[, silence] = ["", null]] = seen;
    expect(silence).toMatchObject({
      state: "ASKING",
      sides: [
        { answer: "YES", word: "Gladly." },
        { answer: null, word: null },
      ],
    });
    for (const [name, view] of seen) expect([name, view]).toEqual([name, silence]);
  });

  test("reach the connector with the sharing at the latest, word and all", async () => {
    const id = await proposed();
    await answer(of.key("member"), id, { tellConnector: true, word: "Gladly." });
    const laterUntil = new Date(clock.now().getTime() + DAY * 1000).toISOString();
    await answer(of.key("member"), id, { answer: "LATER", laterUntil });
    await answer(of.key("other"), id, { tellConnector: true, word: "Me too." });
    const words = async () => (await read(of.key("host"), id)).sides.map(({ answer, word }) => [answer, word]);
    expect(await words()).toEqual([
      ["YES", "Gladly."],
      [null, null],
    ]);
    await answer(of.key("member"), id);
    expect(await words()).toEqual([
      ["YES", "Gladly."],
      ["YES", "Me too."],
    ]);
  });

  test("are the parties' own, final after a no, and the same again changes nothing", async () => {
    const id = await proposed();
    expect((await answer(of.key("host"), id)).codes).toEqual(["FORBIDDEN"]);
    expect((await answer(of.key("owner"), id)).codes).toEqual(["NOT_FOUND"]);
    expect((await answer(of.key("member"), id, { shares: ["PHONE"] })).codes).toEqual(["INVALID"]);
    expect((await act(api, of.key("member"), "withdrawAnswer", { introductionId: id })).codes).toEqual(["CONFLICT"]);
    for (let each = 0; each < 2; each++)
      expect((await answer(of.key("member"), id, { answer: "NO" })).codes).toEqual([]);
    expect((await answer(of.key("member"), id)).codes).toEqual(["CONFLICT"]);
    const [{ count }] = await api.dataSource.query(
      `select count(*)::int as count from introduction_consents c join introduction_sides s on s.id = c.side_id
        where s.introduction_id = $1::uuid`,
      [id.slice(4)],
    );
    expect(count).toBe(1);
  });

  test("of an outsider come by a link, without an account, and share their address alone", async () => {
    const email = `out-${of.group.id}@example.org`;
    const id = await proposed({ partyAId: of.person("member"), outsiderB: { email, name: "Olga" } });
    await drainJobs(jobs.deps);
    const letter = jobs.mail.read().find(({ headers }) => headers["to"] === email);
    jobs.mail.empty();
    const token = /\/introduction#(ngx_[0-9a-f]{64})/.exec(letter?.text ?? "")?.[1] ?? "";
    expect(letter?.text).not.toContain(address("member"));
    await answer(of.key("member"), id);
    expect((await act(api, null, "answerIntroductionByLink", { token: `${token}0`, answer: "YES" })).codes).toEqual([
      "NOT_FOUND",
    ]);
    const said = await done(api, null, "answerIntroductionByLink", { token, answer: "YES" }, "answer");
    expect(said["answer"]).toBe("YES");
    expect(await mailsTo()).toEqual([address("member")]);
    expect(await read(of.key("member"), id)).toMatchObject({ state: "SHARED", sides: [{}, { contact: { email } }] });
    const [known] = await api.dataSource.query("select email_verified_at, display_name from people where email = $1", [
      email,
    ]);
    expect(known).toEqual({ email_verified_at: null, display_name: "Olga" });
    const [{ count }] = await api.dataSource.query(
      "select count(*)::int as count from connections where origin = 'INTRODUCTION' and $1 in (person_low_id, person_high_id)",
      [of.key("member")],
    );
    expect(count).toBe(1);
  });
});

describe("races have one outcome", () => {
  const ROUNDS = 6;

  test("a withdrawal against the other's yes: shared with a mail, or neither", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      of = await newHouse(api);
      const id = await proposed();
      await answer(of.key("member"), id);
      await mailsTo();
      const [withdrawn, said] = await Promise.all([
        act(api, of.key("member"), "withdrawAnswer", { introductionId: id }),
        answer(of.key("other"), id),
      ]);
      const { state } = await read(of.key("host"), id);
      expect(said.codes).toEqual([]);
      expect([withdrawn.codes, state]).toEqual(state === "SHARED" ? [["CONFLICT"], "SHARED"] : [[], "ASKING"]);
      expect(await mailsTo()).toEqual(state === "SHARED" ? [address("member")] : []);
    }
  });

  test("a block against the second yes: shared and connected, or neither; and no mail after the block", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      of = await newHouse(api);
      const id = await proposed();
      await answer(of.key("member"), id);
      await mailsTo();
      const [blocked, said] = await Promise.all([
        act(api, of.key("member"), "blockPerson", { personId: of.person("other") }),
        answer(of.key("other"), id),
      ]);
      expect([blocked.codes, said.codes]).toEqual([[], []]);
      expect(await mailsTo()).toEqual([]);
      const [row] = await api.dataSource.query(
        `select (select shared_at is not null from introductions where id = $1::uuid) as shared,
           exists (select from connections where $2 in (person_low_id, person_high_id)) as connected`,
        [id.slice(4), of.key("member")],
      );
      expect(row.connected).toBe(row.shared);
    }
  });
});

describe("after two yeses", () => {
  async function shared(): Promise<string> {
    const id = await proposed();
    await answer(of.key("member"), id);
    await answer(of.key("other"), id);
    await mailsTo();
    return id;
  }
  const FIELDS = `state metAt wentColdAt sides { thanks thankedAt } outcomes { edges { node {
    kind words isViewers isConfidential amount { amountMinorUnits currency } } } }`;

  test("the two say that it went cold, or that they met, and thank the connector once", async () => {
    const introductionId = await shared();
    const tell = (who: string, name: string, more: object = {}) => act(api, who, name, { introductionId, ...more });
    expect((await tell(of.key("host"), "declareMet")).codes).toEqual(["FORBIDDEN"]);
    expect((await tell(of.key("member"), "declareWentCold")).codes).toEqual([]);
    expect(await read(of.key("host"), introductionId, FIELDS)).toMatchObject({ state: "WENT_COLD" });
    expect((await tell(of.key("other"), "declareMet")).codes).toEqual([]);
    expect((await tell(of.key("member"), "declareWentCold")).codes).toEqual(["CONFLICT"]);
    expect((await tell(of.key("member"), "thankConnector", { thanks: "Thank you!" })).codes).toEqual([]);
    expect((await tell(of.key("member"), "thankConnector", { thanks: "Thank you!" })).codes).toEqual([]);
    expect((await tell(of.key("member"), "thankConnector", { thanks: "Again!" })).codes).toEqual(["CONFLICT"]);
    expect(await mailsTo()).toEqual([address("host")]);
    const thanks = [{ thanks: "Thank you!" }, { thanks: null }];
    expect(await read(of.key("host"), introductionId, FIELDS)).toMatchObject({ state: "MET", sides: thanks });
    expect(await read(of.key("other"), introductionId, FIELDS)).toMatchObject({
      sides: [{ thanks: null }, { thanks: null }],
    });
  });

  test("what came of it is confidential, unless whoever records it says otherwise", async () => {
    const introductionId = await shared();
    const record = (input: object) =>
      act(api, of.key("member"), "recordIntroductionOutcome", { introductionId, ...input });
    const amount = { amountMinorUnits: 120_000, currency: "GBP" };
    expect((await record({ kind: "CLIENT", words: "A refit.", amount, idempotencyKey: "o" })).codes).toEqual([]);
    expect((await record({ kind: "CLIENT", words: "A refit.", amount, idempotencyKey: "o" })).codes).toEqual([]);
    expect((await record({ kind: "IDEA", isConfidential: false })).codes).toEqual([]);
    expect((await record({ kind: "IDEA", amount: { amountMinorUnits: -1, currency: "XXXX" } })).codes).toEqual([
      "INVALID",
      "INVALID",
    ]);
    const kinds = async (who: string) =>
      ((await read(who, introductionId, FIELDS))["outcomes"] as { edges: { node: { kind: string } }[] }).edges.map(
        ({ node }) => node.kind,
      );
    expect(await kinds(of.key("member"))).toEqual(["CLIENT", "IDEA"]);
    expect(await kinds(of.key("other"))).toEqual(["IDEA"]);
    expect(await kinds(of.key("host"))).toEqual(["IDEA"]);
  });

  test("anything can have come of it, for the one who records it and their amount for them alone", async () => {
    const introductionId = await shared();
    const kinds = ["JOB", "CLIENT", "MENTOR", "COLLABORATION", "IDEA", "FRIENDSHIP", "OTHER"];
    const amount = { amountMinorUnits: 5, currency: "GBP" };
    for (const kind of kinds)
      await done(api, of.key("other"), "recordIntroductionOutcome", { introductionId, kind, amount });
    const seen = async (who: string) => (await read(who, introductionId, FIELDS))["outcomes"];
    expect(await seen(of.key("other"))).toEqual({
      edges: kinds.map((kind) => ({ node: { kind, words: null, isViewers: true, isConfidential: true, amount } })),
    });
    for (const kind of ["member", "host"] as const) expect(await seen(of.key(kind))).toEqual({ edges: [] });
    const record = (kind: "host" | "owner") =>
      act(api, of.key(kind), "recordIntroductionOutcome", { introductionId, kind: "OTHER" });
    expect([(await record("host")).codes, (await record("owner")).codes]).toEqual([["FORBIDDEN"], ["NOT_FOUND"]]);
  });

  test("nothing of it can be told before, and a yes cannot be taken back after", async () => {
    const introductionId = await proposed();
    for (const name of ["declareMet", "declareWentCold"]) {
      expect((await act(api, of.key("member"), name, { introductionId })).codes).toEqual(["CONFLICT"]);
    }
    await answer(of.key("member"), introductionId);
    await answer(of.key("other"), introductionId);
    expect((await act(api, of.key("member"), "withdrawAnswer", { introductionId })).codes).toEqual(["CONFLICT"]);
    expect((await act(api, of.key("host"), "withdrawIntroduction", { introductionId })).codes).toEqual(["CONFLICT"]);
  });
});
