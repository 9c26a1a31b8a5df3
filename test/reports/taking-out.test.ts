/** An ask or offer that organisers take out of their group: where it stands afterwards, and who hears of it. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { drainJobs } from "../../src/platform/jobs.ts";
import { act, done } from "../support/act.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, makeMembership, startWithCast } from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { fixedClock, testSettings } from "../support/start-api.ts";

let api: CastApi;
let jobs: ReturnType<typeof testJobs>;
beforeAll(async () => {
  api = await startWithCast();
  jobs = testJobs(api.dataSource.manager, { clock: fixedClock(), secretKey: testSettings.secretKey });
});
afterAll(() => api.close());

/** Two groups of which the author is a member, and nobody else of both. */
async function twoHouses(): Promise<{ here: House; there: House; author: string }> {
  const [here, there] = [await newHouse(api), await newHouse(api)];
  const author = here.key("other");
  await makeMembership(api.dataSource, { groupId: there.group.id, personId: author });
  return { here, there, author };
}

type Kind = "Ask" | "Offer";

async function posted(kind: Kind, author: string, more: object): Promise<string> {
  const words = { kind: "ADVICE", text: "Buy my pills.", openUntil: "2026-06-20T09:00:00.000Z" };
  const field = kind.toLowerCase();
  return (await done(api, author, `post${kind}`, { ...words, ...more }, `${field} { id }`))[field].id;
}
const named = (...houses: House[]) => ({ audience: "GROUPS", groupIds: houses.map(({ id }) => id) });

/** Reported by a member, decided by an organiser. */
async function takeOut(subjectId: string, house: House): Promise<readonly string[]> {
  const said = { groupId: house.id, subjectId, reason: "SPAM" };
  const { report } = await done(api, house.key("member"), "reportToOrganisers", said, "report { id }");
  const input = { reportId: report.id, outcome: "TAKEN_OUT" };
  return (await act(api, house.key("organiser"), "decideReport", input, "report { outcome }")).codes;
}

const sees = async (who: string, id: string): Promise<boolean> =>
  (await api.as(who).graphql<Anything>("query ($id: ID!) { node(id: $id) { id } }", { id })).data.node !== null;
async function ownState(author: string, id: string): Promise<object> {
  const state = "audience isOpen groups { id }";
  const query = `query ($id: ID!) { node(id: $id) { ... on Ask { ${state} } ... on Offer { ${state} } } }`;
  return (await api.as(author).graphql<Anything>(query, { id })).data.node;
}

test.each<Kind>(["Ask", "Offer"])("%s: leaves the one group, and stands in the others that it names", async (kind) => {
  const { here, there, author } = await twoHouses();
  const id = await posted(kind, author, named(here, there));
  expect(await takeOut(id, here)).toEqual([]);
  expect([await sees(here.key("member"), id), await sees(there.key("member"), id)]).toEqual([false, true]);
  expect(await ownState(author, id)).toEqual({ audience: "GROUPS", isOpen: true, groups: [{ id: there.id }] });
});

test.each<Kind>(["Ask", "Offer"])("%s for all groups of its author: names the others from then on", async (kind) => {
  const { here, there, author } = await twoHouses();
  const id = await posted(kind, author, { audience: "MY_GROUPS" });
  expect(await takeOut(id, here)).toEqual([]);
  expect([await sees(here.key("member"), id), await sees(there.key("member"), id)]).toEqual([false, true]);
  expect(await ownState(author, id)).toEqual({ audience: "GROUPS", isOpen: true, groups: [{ id: there.id }] });
});

test.each<Kind>(["Ask", "Offer"])("%s that stands nowhere else: is closed, which is an event", async (kind) => {
  const { here, author } = await twoHouses();
  const id = await posted(kind, author, named(here));
  expect(await takeOut(id, here)).toEqual([]);
  expect(await ownState(author, id)).toEqual({ audience: "GROUPS", isOpen: false, groups: [] });
  const events = await api.dataSource.query("select name from events order by position desc limit 2");
  expect(events.map(({ name }: Anything) => name)).toEqual(["groupReport.decided", `${kind.toLowerCase()}.closed`]);
});

test("what does not stand in the group any more, and what is no ask or offer, is not taken out of it", async () => {
  const { here, there, author } = await twoHouses();
  const id = await posted("Ask", author, named(here, there));
  const said = { groupId: here.id, subjectId: id, reason: "SPAM" };
  const { report } = await done(api, here.key("member"), "reportToOrganisers", said, "report { id }");
  await done(api, author, "closeAsk", { askId: id });
  const input = { reportId: report.id, outcome: "TAKEN_OUT" };
  expect((await act(api, here.key("organiser"), "decideReport", input)).codes).toEqual(["CONFLICT"]);
  const elsewhere = await posted("Ask", author, named(there));
  // Whoever is in both groups may tell either; but only where it stands can it be taken out.
  await makeMembership(api.dataSource, { groupId: there.group.id, personId: here.key("member") });
  expect(await takeOut(elsewhere, here)).toEqual(["CONFLICT"]);
  expect(await sees(there.key("member"), elsewhere)).toBe(true);
  expect(await takeOut(`per_${author.replaceAll("-", "")}`, here)).toEqual(["INVALID"]);
});

test("the author is told by mail in which group, and the log says who decided", async () => {
  const { here, there, author } = await twoHouses();
  const id = await posted("Offer", author, named(here, there));
  expect(await takeOut(id, here)).toEqual([]);
  await drainJobs(jobs.deps);
  const [{ email }] = await api.dataSource.query("select email from people where id = $1", [author]);
  const letters = jobs.mail.read().filter(({ headers }) => headers["to"] === email);
  expect(letters.map(({ text }) => text)).toEqual([expect.stringContaining("what you offered")]);
  expect(letters[0]?.headers["subject"]).toContain(here.group.name);
  const [line] = await api.dataSource.query(
    "select action, actor_id, person_id, after from audit_entries where group_id = $1",
    [here.group.id],
  );
  expect(line).toEqual({
    action: "decideReport",
    actor_id: here.key("organiser"),
    person_id: author,
    after: { outcome: "TAKEN_OUT" },
  });
});
