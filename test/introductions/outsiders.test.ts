/** What becomes of somebody who is known by an address alone: on the page of their mail, when they sign in, and never. */
import { createContext, runInContext } from "node:vm";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, startWithCast, withVoices } from "../support/cast.ts";
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
  await drainJobs(jobs.deps);
  jobs.mail.empty();
});

async function proposed(email: string): Promise<string> {
  const outsiderB = { email, name: "Olga" };
  const input = { partyAId: of.person("member"), outsiderB, reason: "Boats", noteForB: "For Olga." };
  const { introduction } = await done(api, of.key("host"), "proposeIntroduction", input, "introduction { id }");
  return (introduction as { id: string }).id;
}
const sideOf = async (id: string): Promise<Record<string, unknown>> => {
  const [side] = await api.dataSource.query<Record<string, unknown>[]>(
    "select person_id, email, name, note, token_hash from introduction_sides where introduction_id = $1::uuid and is_outsider",
    [id.slice(4)],
  );
  return side ?? {};
};
/** Signs in by the code of a mail, for the first time or again. */
async function signIn(email: string, displayName?: string): Promise<string> {
  await done(api, null, "requestSignIn", { email });
  await drainJobs(jobs.deps);
  const letter = jobs.mail.read().findLast(({ headers }) => headers["to"] === email);
  const code = /\b(\d{8})\b/.exec(letter?.text.replaceAll(/(\d{4}) (\d{4})/g, "$1$2") ?? "")?.[1] ?? "";
  await done(api, null, "signInWithCode", { email, code, ...(displayName ? { displayName } : {}) });
  await drainJobs(jobs.deps);
  const [person] = await api.dataSource.query<{ id: string }[]>("select id from people where email = $1", [email]);
  return person?.id ?? "";
}

test("who signs in with the address finds the introduction among their own, and answers it there", async () => {
  const email = `olga-${of.group.id}@example.org`;
  const id = await proposed(email);
  expect(await sideOf(id)).toMatchObject({ person_id: null, email });
  const olga = await signIn(email);
  expect(await sideOf(id)).toMatchObject({ person_id: olga });
  const list = "{ viewer { introductions { edges { node { id viewerCanAnswer sides { isViewer note } } } } } }";
  const { data } = await api.as(olga).graphql<{ viewer: { introductions: { edges: { node: object }[] } } }>(list);
  expect(data?.viewer.introductions.edges.map(({ node }) => node)).toEqual([
    {
      id,
      viewerCanAnswer: true,
      sides: [
        { isViewer: false, note: null },
        { isViewer: true, note: "For Olga." },
      ],
    },
  ]);
  expect((await act(api, olga, "answerIntroduction", { introductionId: id, answer: "NO" })).codes).toEqual([]);
});

test("who never said yes is forgotten 30 days after the expiry, and not before", async () => {
  const email = `quiet-${of.group.id}@example.org`;
  const id = await proposed(email);
  clock.pass((14 + 30) * DAY - 1);
  await runTimer(jobs.deps, "forget-outsiders");
  expect(await sideOf(id)).toMatchObject({ email, name: "Olga" });
  clock.pass(1);
  await runTimer(jobs.deps, "forget-outsiders");
  expect(await sideOf(id)).toEqual({ person_id: null, email: null, name: "Somebody", note: null, token_hash: null });
  api = withVoices(api, clock);
  const query = `query ($id: ID!) { node(id: $id) { ... on Introduction { state sides { name email } } } }`;
  const { data } = await api.as(of.key("host")).graphql<{ node: object }>(query, { id });
  expect(data?.node).toMatchObject({ state: "CLOSED", sides: [{ name: "member" }, { name: "Somebody", email: null }] });
});

/** Opens the page by the link of the mail, presses one button, and gives what the page says and whether one can go on. */
async function press(token: string, value: string): Promise<{ readonly said: string; readonly isDone: boolean }> {
  const page = await fetch(api.url.replace("/graphql", "/introduction"));
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  const html = await page.text();
  const form = { hidden: false };
  const said = await new Promise<string>((resolve) => {
    const button = (of: string) => ({
      value: of,
      addEventListener: (_event: string, pressed: () => void) => of === value && setImmediate(pressed),
    });
    const output = {
      set textContent(text: string) {
        setImmediate(() => resolve(text));
      },
    };
    const browser = {
      document: {
        querySelector: (name: string) => (name === "output" ? output : form),
        querySelectorAll: () => ["YES", "NO", "LATER"].map(button),
        getElementById: (id: string) => (id === "days" ? { value: "4" } : { checked: true }),
      },
      location: { hash: `#${token}`, pathname: "/introduction" },
      history: { replaceState: () => undefined },
      fetch: (path: string, init: RequestInit) => fetch(new URL(path, api.url), init),
      Date: { now: () => clock.now().getTime() },
      JSON,
    };
    const script = /<script>(.*?)<\/script>/s.exec(html)?.[1] ?? "";
    runInContext(
      script.replace("new Date(Date.now()", "new RealDate(Date.now()"),
      createContext({ ...browser, RealDate: Date }),
    );
  });
  return { said, isDone: form.hidden };
}

async function tokenOf(email: string): Promise<string> {
  await drainJobs(jobs.deps);
  const letter = jobs.mail.read().findLast(({ headers }) => headers["to"] === email);
  return /#(ngx_[0-9a-f]{64})/.exec(letter?.text ?? "")?.[1] ?? "";
}
const answerOf = async (id: string): Promise<unknown> => {
  const query = `query ($id: ID!) { node(id: $id) { ... on Introduction { sides { answer } } } }`;
  const { data } = await api.as(of.key("host")).graphql<{ node: { sides: { answer: unknown }[] } }>(query, { id });
  return data?.node.sides[1]?.answer;
};

test("an outsider puts it off on the page, says yes when asked again, and takes the yes back", async () => {
  const email = `page-${of.group.id}@example.org`;
  const id = await proposed(email);
  const first = await tokenOf(email);
  expect(await press(first, "LATER")).toEqual({ said: "Thank you. A mail will ask you once more.", isDone: true });
  expect(await answerOf(id)).toBe("LATER");
  clock.pass(4 * DAY);
  await runTimer(jobs.deps, "ask-again-for-introductions");
  const second = await tokenOf(email);
  expect(second).not.toBe(first);
  expect(await press(first, "YES")).toEqual({ said: "This link is unknown.", isDone: true });
  expect(await press(second, "YES")).toMatchObject({ isDone: false });
  expect(await answerOf(id)).toBe("YES");
  const taken = { said: "Thank you. Nobody else can tell your no from silence.", isDone: true };
  expect(await press(second, "NO")).toEqual(taken);
  await done(api, of.key("member"), "answerIntroduction", { introductionId: id, answer: "YES" });
  await drainJobs(jobs.deps);
  const [row] = await api.dataSource.query("select shared_at from introductions where id = $1::uuid", [id.slice(4)]);
  expect(row).toEqual({ shared_at: null });
});

test("an outsider who said yes is known to nobody before it is shared, so no name tells them of the other's no", async () => {
  const seen: unknown[] = [];
  for (const ending of ["NO", "silence", "block"] as const) {
    of = await newHouse(api);
    const email = `told-${of.group.id}@example.org`;
    const id = await proposed(email);
    const token = await tokenOf(email);
    if (ending === "NO") await done(api, of.key("member"), "answerIntroduction", { introductionId: id, answer: "NO" });
    if (ending === "block") await done(api, of.key("member"), "blockPerson", { personId: of.person("host") });
    await drainJobs(jobs.deps);
    await done(api, null, "answerIntroductionByLink", { token, answer: "YES" });
    const known = await api.dataSource.query("select id from people where email = $1", [email]);
    clock.pass(DAY);
    const olga = await signIn(email, "Chosen by herself");
    const query =
      "{ viewer { profile { displayName } createdAt introductions { totalCount edges { node { state } } } } }";
    const { data, errors } = await api.as(olga).graphql<{ viewer: { createdAt: string } }>(query);
    expect(errors).toBeUndefined();
    const isOfToday = data?.viewer.createdAt === clock.now().toISOString();
    seen.push({ known, viewer: { ...data?.viewer, createdAt: isOfToday } });
  }
  const edges = [{ node: { state: "ASKING" } }];
  const viewer = {
    profile: { displayName: "Chosen by herself" },
    createdAt: true,
    introductions: { totalCount: 1, edges },
  };
  expect(seen).toEqual(Array.from({ length: 3 }, () => ({ known: [], viewer })));
});

test("an outsider who begins an account with their yes given, and blocks the other, is connected with nobody", async () => {
  const email = `began-${of.group.id}@example.org`;
  const id = await proposed(email);
  await done(api, null, "answerIntroductionByLink", { token: await tokenOf(email), answer: "YES" });
  const olga = await signIn(email);
  await done(api, olga, "blockPerson", { personId: of.person("member") });
  await done(api, of.key("member"), "answerIntroduction", { introductionId: id, answer: "YES" });
  await drainJobs(jobs.deps);
  const [row] = await api.dataSource.query("select shared_at from introductions where id = $1::uuid", [id.slice(4)]);
  expect(row).toEqual({ shared_at: null });
});

const listOf = async (who: string): Promise<string[]> => {
  const list = "{ viewer { introductions { edges { node { id } } } } }";
  const { data, errors } = await api
    .as(who)
    .graphql<{ viewer: { introductions: { edges: { node: { id: string } }[] } } }>(list);
  expect(errors).toBeUndefined();
  return data?.viewer.introductions.edges.map(({ node }) => node.id) ?? [];
};

test("who changes to the address finds the introduction among their own, and not by the other's yes", async () => {
  const email = `moved-${of.group.id}@example.org`;
  const id = await proposed(email);
  const [other, before] = [of.key("other"), `${of.key("other")}@example.org`];
  // As if the address were theirs, and nothing had followed from that yet.
  await api.dataSource.query("update people set email = $1 where id = $2", [email, other]);
  await done(api, of.key("member"), "answerIntroduction", { introductionId: id, answer: "YES" });
  expect(await listOf(other)).toEqual([]);
  await api.dataSource.query("update people set email = $1 where id = $2", [before, other]);

  await done(api, other, "requestEmailChange", { email });
  await drainJobs(jobs.deps);
  const codeFor = (address: string): string => {
    const letter = jobs.mail.read().findLast(({ headers }) => headers["to"] === address);
    return /\b(\d{8})\b/.exec(letter?.text.replaceAll(/(\d{4}) (\d{4})/g, "$1$2") ?? "")?.[1] ?? "";
  };
  await done(api, other, "changeEmail", { email, presentCode: codeFor(before), newCode: codeFor(email) });
  await drainJobs(jobs.deps);
  expect(await listOf(other)).toEqual([id]);
});

test("the mail with both in copy goes where each said yes, whatever address they took since", async () => {
  const input = { partyAId: of.person("member"), partyBId: of.person("other"), reason: "Boats" };
  const { introduction } = await done(api, of.key("host"), "proposeIntroduction", input, "introduction { id }");
  const introductionId = (introduction as { id: string }).id;
  for (const kind of ["member", "other"] as const)
    await done(api, of.key(kind), "answerIntroduction", { introductionId, answer: "YES" });
  await api.dataSource.query("update people set email = $1 where id = $2", [
    `new-${of.group.id}@example.org`,
    of.key("other"),
  ]);
  await drainJobs(jobs.deps);
  const [letter] = jobs.mail.read().filter(({ headers }) => headers["cc"]);
  expect(letter?.headers).toMatchObject({
    to: `${of.key("member")}@example.org`,
    cc: `${of.key("other")}@example.org`,
  });
});
