/** What organisers make of a report: once, with what follows from it, and a line in the log that its subject never reads. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import { act, done } from "../support/act.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, idOf, keyOf, makeMembership, makePerson, startWithCast } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { makeMeeting } from "../support/meetings.ts";
import { fixedClock, testSettings } from "../support/start-api.ts";

let api: CastApi;
let jobs: ReturnType<typeof testJobs>;
beforeAll(async () => {
  api = await startWithCast();
  jobs = testJobs(api.dataSource.manager, { clock: fixedClock(), secretKey: testSettings.secretKey });
});
afterAll(() => api.close());

const groupId = idOf("harbourBreakfast");

async function reported(subjectId: string, by = "ben"): Promise<string> {
  const input = { groupId, subjectId, reason: "OTHER" };
  return (await done(api, by, "reportToOrganisers", input, "report { id }"))["report"].id;
}
/** A new member of the group, and a report of them. */
async function somebodyReported(): Promise<{ personId: string; reportId: string; globalId: string; email: string }> {
  const person = await makePerson(api.dataSource);
  await makeMembership(api.dataSource, { groupId: keyOf("harbourBreakfast"), personId: person.id });
  const globalId = `per_${person.id.replaceAll("-", "")}`;
  return { personId: person.id, globalId, email: person.email ?? "", reportId: await reported(globalId) };
}
const decide = (who: string | null, reportId: string, outcome: string, more: object = {}) =>
  act(
    api,
    who,
    "decideReport",
    { reportId, outcome, ...more },
    "report { outcome warning decidedAt decidedBy { id } }",
  );
const statusOf = async (personId: string) =>
  (await api.dataSource.query("select status from memberships where person_id = $1", [personId]))[0]?.status;
async function auditLog(who: string): Promise<Anything[]> {
  const { data } = await api
    .as(who)
    .graphql<Anything>(
      "query ($id: ID!) { group(by: { id: $id }) { auditLog(first: 100) { edges { node { action objectId person { id } changes { field after } } } } } }",
      { id: groupId },
    );
  return data?.["group"].auditLog.edges.map(({ node }: Anything) => node);
}
const letters = async (start: string) => {
  await drainJobs(jobs.deps);
  return jobs.mail.read().filter(({ headers }) => headers["subject"]?.startsWith(start));
};

describe("decideReport", () => {
  test("dismisses, with a line in the log; deciding the same again changes nothing, otherwise not at all", async () => {
    const reportId = await reported(idOf("hana"));
    const { payload } = await decide("ada", reportId, "DISMISSED");
    expect(payload?.["report"]).toMatchObject({ outcome: "DISMISSED", decidedBy: { id: idOf("ada") } });
    expect((await decide("ada", reportId, "DISMISSED")).codes).toEqual([]);
    expect((await decide("dev", reportId, "BANNED")).codes).toEqual(["CONFLICT"]);
    expect((await auditLog("ada")).filter(({ objectId }) => objectId === reportId)).toEqual([
      {
        ...{ action: "decideReport", objectId: reportId, person: { id: idOf("hana") } },
        changes: [{ field: "outcome", after: "DISMISSED" }],
      },
    ]);
    // What is decided may be reported anew.
    expect(await reported(idOf("hana"))).not.toBe(reportId);
  });

  test("puts out, or bans, by the acts that are there, each with its own line", async () => {
    const removed = await somebodyReported();
    expect((await decide("dev", removed.reportId, "REMOVED")).codes).toEqual([]);
    expect(await statusOf(removed.personId)).toBe("REMOVED");
    const banned = await somebodyReported();
    expect((await decide("ada", banned.reportId, "BANNED")).codes).toEqual([]);
    const bans = await api.dataSource.query("select person_id from bans where person_id = $1", [banned.personId]);
    expect(bans).toHaveLength(1);
    const actions = (await auditLog("ada"))
      .filter(({ person }) => [removed.globalId, banned.globalId].includes(person?.id))
      .map(({ action }) => action);
    expect(actions).toEqual(["removeMember", "decideReport", "banPerson", "decideReport"]);
  });

  test("calls off a meeting that was reported, and nothing else", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const reportId = await reported(meeting.globalId);
    for (const outcome of ["REMOVED", "BANNED"]) {
      expect((await decide("ada", reportId, outcome)).codes).toEqual(["INVALID"]);
    }
    expect((await decide("ada", reportId, "MEETING_CANCELLED")).codes).toEqual([]);
    const [row] = await api.dataSource.query("select cancelled_at from meetings where id = $1", [meeting.id]);
    expect(row.cancelled_at).not.toBeNull();
    expect((await decide("ada", await reported(idOf("hana")), "MEETING_CANCELLED")).codes).toEqual(["INVALID"]);
  });

  test("warns whom it is about, and tells who reported it the same whatever was decided", async () => {
    const [warned, dismissed] = [await somebodyReported(), await somebodyReported()];
    await drainJobs(jobs.deps);
    jobs.mail.empty();
    expect((await decide("ada", warned.reportId, "WARNED")).codes).toEqual(["INVALID"]);
    expect((await decide("ada", warned.reportId, "SETTLED", { warning: "Hush." })).codes).toEqual(["INVALID"]);
    expect((await decide("ada", warned.reportId, "WARNED", { warning: "Please do not shout." })).codes).toEqual([]);
    expect((await decide("ada", dismissed.reportId, "DISMISSED")).codes).toEqual([]);
    const [word, ...more] = await letters("A word from");
    expect([word?.headers["to"], word?.text.includes("Please do not shout."), more]).toEqual([warned.email, true, []]);
    expect(word?.text).not.toMatch(/ben/i);
    const told = await letters("What you told");
    expect(told.map(({ headers }) => headers["to"])).toEqual(["ben@example.org", "ben@example.org"]);
    expect(told[0]?.text).toBe(told[1]?.text);
    const { data } = await api
      .as("ben")
      .graphql<Anything>(
        "query ($id: ID!) { node(id: $id) { ... on GroupReport { decidedAt outcome warning decidedBy { id } } } }",
        {
          id: warned.reportId,
        },
      );
    expect(data?.["node"]).toMatchObject({ outcome: null, warning: null, decidedBy: null });
    expect(data?.["node"].decidedAt).not.toBeNull();
  });

  test("is not for who reported, who is reported, hosts and members; nor what the decider could not do alone", async () => {
    const aboutAda = await reported(idOf("ada"));
    expect((await decide("ada", aboutAda, "DISMISSED")).codes).toEqual(["NOT_FOUND"]);
    // An organiser puts out no owner; nothing of it stays.
    expect((await decide("dev", aboutAda, "REMOVED")).codes).toEqual(["FORBIDDEN"]);
    const byDev = await reported(idOf("kit"), "dev");
    expect((await decide("dev", byDev, "DISMISSED")).codes).toEqual(["FORBIDDEN"]);
    for (const who of ["hana", "kit", "cleo", "eva"]) {
      expect([who, (await decide(who, aboutAda, "DISMISSED")).codes]).toEqual([who, ["NOT_FOUND"]]);
    }
    expect((await decide("ben", aboutAda, "DISMISSED")).codes).toEqual(["FORBIDDEN"]);
    expect((await decide(null, aboutAda, "DISMISSED")).codes).toEqual(["UNAUTHENTICATED"]);
    expect((await decide("dev", aboutAda, "SETTLED")).codes).toEqual([]);
    const lines = (who: string) =>
      auditLog(who).then((log) => log.filter(({ objectId }) => objectId === aboutAda).map(({ action }) => action));
    expect([await lines("dev"), await lines("ada")]).toEqual([["decideReport"], []]);
  });

  test("of two organisers who decide at once, one does", async () => {
    const { reportId, personId } = await somebodyReported();
    const codes = (await Promise.all([decide("ada", reportId, "BANNED"), decide("dev", reportId, "DISMISSED")])).map(
      ({ codes }) => codes,
    );
    expect(codes.toSorted()).toEqual([[], ["CONFLICT"]]);
    const [{ outcome }] = await api.dataSource.query("select outcome from group_reports where id::text = $1", [
      reportId.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
    ]);
    const bans = await api.dataSource.query("select from bans where person_id = $1", [personId]);
    expect(bans).toHaveLength(outcome === "BANNED" ? 1 : 0);
  });

  test("what was decided is kept for 180 days, what waits until it is decided", async () => {
    await api.dataSource.query("delete from group_reports");
    const [decided] = [await reported(idOf("hana")), await reported(idOf("kit"), "hana")];
    await done(api, "ada", "decideReport", { reportId: decided, outcome: "SETTLED" }, "report { id }");
    const left = async (moment: string) => {
      const { deps } = testJobs(api.dataSource.manager, { clock: new StillClock(moment) });
      await runTimer(deps, "delete-closed-reports");
      const [{ count }] = await api.dataSource.query("select count(*)::int from group_reports");
      return count;
    };
    expect([await left("2026-11-28T08:59:59Z"), await left("2026-11-28T09:00:00Z")]).toEqual([2, 1]);
  });
});
