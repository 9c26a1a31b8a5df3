/** Telling the organisers of a group: who may, what they read, and that whom it is about never does. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { drainJobs } from "../../src/platform/jobs.ts";
import { act, done } from "../support/act.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, idOf, keyOf, NOBODYS_ID, startWithCast } from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";
import { makeMeeting } from "../support/meetings.ts";
import { fixedClock, testSettings } from "../support/start-api.ts";

let api: CastApi;
let jobs: ReturnType<typeof testJobs>;
beforeAll(async () => {
  api = await startWithCast();
  jobs = testJobs(api.dataSource.manager, { clock: fixedClock(), secretKey: testSettings.secretKey });
});
beforeEach(() => api.dataSource.query("delete from group_reports"));
afterAll(() => api.close());

const REPORT =
  "report { id subjectId reason words quote isReporterNamed reporter { id } person { id } decidedAt outcome viewerCanDecide }";
const input = (subjectId: string, more: object = {}) => ({
  ...{ groupId: idOf("harbourBreakfast"), subjectId, reason: "HARASSMENT", ...more },
});
const report = (who: string | null, subjectId: string, more: object = {}) =>
  act(api, who, "reportToOrganisers", input(subjectId, more), REPORT);
const reports = async (who: string | null, more = ""): Promise<Anything[] | null> => {
  const { data } = await api
    .as(who)
    .graphql<Anything>(
      `query ($id: ID!) { group(by: { id: $id }) { reports${more} { totalCount edges { node { id subjectId words viewerCanDecide reporter { id } } } } } }`,
      { id: idOf("harbourBreakfast") },
    );
  return data?.["group"].reports?.edges.map(({ node }: Anything) => node) ?? null;
};

describe("reportToOrganisers", () => {
  test("tells organisers what is wrong, and not by whom; who reported it reads it too, and nobody else", async () => {
    const { report: made } = await done(
      api,
      "ben",
      "reportToOrganisers",
      input(idOf("hana"), { words: " Shouts. " }),
      REPORT,
    );
    expect(made).toMatchObject({ subjectId: idOf("hana"), words: "Shouts.", quote: null, viewerCanDecide: false });
    expect([made.person, made.reporter]).toEqual([{ id: idOf("hana") }, { id: idOf("ben") }]);
    for (const who of ["ada", "dev"]) {
      expect(await reports(who)).toEqual([
        { id: made.id, subjectId: idOf("hana"), words: "Shouts.", viewerCanDecide: true, reporter: null },
      ]);
    }
    for (const who of ["ben", "hana", "cleo", null]) expect([who, await reports(who)]).toEqual([who, null]);
    for (const who of ["hana", "kit", "cleo", "eva", null]) {
      const { data } = await api.as(who).graphql("query ($id: ID!) { node(id: $id) { id } }", { id: made.id });
      expect([who, data]).toEqual([who, { node: null }]);
    }
    const { data } = await api.as("ben").graphql("{ viewer { reportsMade { edges { node { id outcome } } } } }");
    expect(data).toEqual({ viewer: { reportsMade: { edges: [{ node: { id: made.id, outcome: null } }] } } });
  });

  test("names who reported where they wish it", async () => {
    await done(api, "ben", "reportToOrganisers", input(idOf("hana"), { isReporterNamed: true }), REPORT);
    expect(await reports("ada")).toMatchObject([{ reporter: { id: idOf("ben") } }]);
  });

  test("an organiser who is reported reads nothing of it, while the others do", async () => {
    await done(api, "ben", "reportToOrganisers", input(idOf("dev")), REPORT);
    expect(await reports("ada")).toHaveLength(1);
    expect(await reports("dev")).toEqual([]);
    const { data } = await api
      .as("dev")
      .graphql("query ($id: ID!) { group(by: { id: $id }) { reports { totalCount pageInfo { hasNextPage } } } }", {
        id: idOf("harbourBreakfast"),
      });
    expect(data).toEqual({ group: { reports: { totalCount: 0, pageInfo: { hasNextPage: false } } } });
  });

  test("where nobody else organises, there is nobody to decide", async () => {
    const onlyOne = { ...input(idOf("eva")), groupId: idOf("quaysideCircle") };
    const { codes, messages } = await act(api, "finn", "reportToOrganisers", onlyOne, REPORT);
    expect([codes, messages]).toEqual([["CONFLICT"], ["Nobody else organises this group: report it to the operator."]]);
    // Nor for who organises alone: the other one's doing is theirs to see to.
    const byOwner = { ...input(idOf("finn")), groupId: idOf("quaysideCircle") };
    expect((await act(api, "eva", "reportToOrganisers", byOwner, REPORT)).codes).toEqual(["CONFLICT"]);
  });

  test("a text is kept as it stood, and whoever blocked somebody first can report them still", async () => {
    const posted = { kind: "ADVICE", text: "Buy my pills.", audience: "MY_GROUPS", openUntil: "2026-06-20T09:00:00Z" };
    const { ask } = await done(api, "hana", "postAsk", posted, "ask { id }");
    const { report: made } = await done(api, "ben", "reportToOrganisers", input(ask.id, { reason: "SPAM" }), REPORT);
    expect(made).toMatchObject({ quote: "Buy my pills.", person: { id: idOf("hana") } });
    // Ben blocks kit.
    expect((await report("ben", idOf("kit"))).codes).toEqual([]);
    expect((await report("kit", idOf("ben"))).codes).toEqual(["NOT_FOUND"]);
    expect(await reports("ada")).toMatchObject([{ subjectId: ask.id }, { subjectId: idOf("kit") }]);
  });

  test("the same again, or twice at once, is one report; what waits can be asked for alone", async () => {
    const twice = await Promise.all([report("ben", idOf("hana")), report("ben", idOf("hana"), { reason: "SPAM" })]);
    expect(twice.map(({ codes }) => codes)).toEqual([[], []]);
    expect(new Set(twice.map(({ payload }) => payload?.["report"].id as string)).size).toBe(1);
    expect(await reports("ada", "(filter: { isOpen: true })")).toHaveLength(1);
    expect(await reports("ada", "(filter: { isOpen: false })")).toEqual([]);
  });

  test("former members and visitors are heard; strangers, banned people and other groups' meetings are not", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const elsewhere = await makeMeeting(api.dataSource, { groupId: keyOf("quaysideCircle") });
    expect((await report("remy", meeting.globalId)).codes).toEqual([]);
    expect((await report("walt", meeting.globalId)).codes).toEqual([]);
    for (const who of ["cleo", "bao"]) {
      expect([who, (await report(who, meeting.globalId)).codes]).toEqual([who, ["FORBIDDEN"]]);
    }
    for (const id of [elsewhere.globalId, idOf("harbourBreakfast"), NOBODYS_ID, "ses_0", ""]) {
      expect([id, (await report("ben", id)).codes]).toEqual([id, ["NOT_FOUND"]]);
    }
    expect((await report("ben", idOf("ben"))).codes).toEqual(["INVALID"]);
    expect((await report("ben", idOf("hana"), { words: "x".repeat(2_001) })).codes).toEqual(["INVALID"]);
    expect((await report("eva", idOf("finn"))).codes).toEqual(["FORBIDDEN"]);
    expect((await report(null, idOf("hana"))).codes).toEqual(["UNAUTHENTICATED"]);
  });

  test("organisers who have nothing to do with it get a mail that names nobody", async () => {
    jobs.mail.empty();
    await done(api, "hana", "reportToOrganisers", input(idOf("dev"), { words: "Dev shouts." }), REPORT);
    await drainJobs(jobs.deps);
    const made = jobs.mail.read().filter(({ headers }) => headers["subject"]?.startsWith("Something was reported"));
    expect(made.map(({ headers }) => headers["to"])).toEqual(["ada@example.org"]);
    expect(made[0]?.text).not.toMatch(/dev|hana|shouts/i);
  });

  test("above twenty a day nothing more is taken", async () => {
    const ids = await Promise.all(Array.from({ length: 21 }, () => makeMeeting(api.dataSource)));
    const codes: string[] = [];
    for (const { globalId } of ids) codes.push(...(await report("kit", globalId)).codes);
    expect(codes).toEqual(["RATE_LIMITED"]);
  });
});
