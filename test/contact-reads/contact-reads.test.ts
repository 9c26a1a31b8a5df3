/** Whose contact details were shown to whom, as the person is told. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { parse as parseCsv } from "csv-parse/sync";
import { runTimer } from "../../src/platform/jobs.ts";
import { done } from "../support/act.ts";
import { grantApp } from "../support/apps.ts";
import { type CastApi, type CastName, idOf, keyOf, startWithCast, withVoices } from "../support/cast.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { startApi, TEST_NOW } from "../support/start-api.ts";
import { unzipped } from "../support/unzip.ts";

const DAY_SECONDS = 86_400;

const clock = new StillClock(TEST_NOW.toISOString());
let database: TestDatabase;
let api: CastApi;
beforeAll(async () => {
  database = await openTestDatabase();
  api = await startWithCast({ clock, database });
  await api.dataSource.query(
    `update people set email_audience = 'ORGANISERS', phone_audience = 'NOBODY', phone = '+442079460000'
      where email is not null`,
  );
});
beforeEach(async () => {
  await api.server.contactLog.flush();
  await api.dataSource.query("delete from contact_reads");
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

interface Read {
  readonly reader: { readonly id: string } | null;
  readonly appName: string | null;
  readonly details: readonly string[];
  readonly times: number;
}

const LOG = `{ viewer { contactReads(first: 100) { edges { node {
  reader { id } isByApp appName readOn details times firstReadAt lastReadAt } } } } }`;
async function logOf(who: CastName): Promise<readonly Read[]> {
  await api.server.contactLog.flush();
  const { data, errors } = await api.as(who).graphql<{ viewer: { contactReads: { edges: { node: Read }[] } } }>(LOG);
  expect(errors).toBeUndefined();
  return data?.viewer.contactReads.edges.map(({ node }) => node) ?? [];
}

/** `["ada EMAIL 1"]`. */
async function told(who: CastName): Promise<string[]> {
  const names = new Map((["ada", "ben", "dev", "hana", "cleo"] as const).map((name) => [idOf(name), name]));
  return (await logOf(who)).map(({ reader, appName, details, times }) =>
    [names.get(reader?.id ?? ""), ...(appName === null ? [] : [appName]), ...details, times].join(" "),
  );
}

const BEN = `{ node(id: "${idOf("ben")}") { ... on Person { contact { email phone } } } }`;
const asked = async (who: CastName | null, query: string): Promise<unknown> => {
  const { data, errors } = await api.as(who).graphql(query);
  expect(errors).toBeUndefined();
  return data;
};

test("whose address was shown is told by whom, when, and what of it, and the answer is as ever", async () => {
  expect(await asked("ada", BEN)).toEqual({ node: { contact: { email: "ben@example.org", phone: null } } });
  const at = TEST_NOW.toISOString();
  expect(await logOf("ben")).toEqual([
    {
      ...{ reader: { id: idOf("ada") }, isByApp: false, appName: null, readOn: at.slice(0, 10) },
      ...{ details: ["EMAIL"], times: 1, firstReadAt: at, lastReadAt: at },
    },
  ]);
});

describe("what was not shown is not told:", () => {
  test("hidden details, the person's own, and what was not asked for", async () => {
    expect(await asked("hana", BEN)).toEqual({ node: { contact: null } });
    await asked("ben", "{ viewer { contact { email phone } } }");
    await asked("ada", `{ node(id: "${idOf("ben")}") { ... on Person { contact { __typename phone } } } }`);
    await asked(
      "ada",
      `{ node(id: "${idOf("ben")}") { ... on Person { contact { email @include(if: false) __typename } } } }`,
    );
    expect(await logOf("ben")).toEqual([]);
  });

  test("what everybody may read, to nobody in particular", async () => {
    await api.dataSource.query("update people set email_audience = 'PUBLIC' where id = $1", [keyOf("ben")]);
    expect(await asked(null, BEN)).toEqual({ node: { contact: { email: "ben@example.org", phone: null } } });
    await api.dataSource.query("update people set email_audience = 'ORGANISERS' where id = $1", [keyOf("ben")]);
    expect(await logOf("ben")).toEqual([]);
  });
});

describe("however the details were reached:", () => {
  const MEMBERS = `memberships(first: 50) { edges { node { person { mail: contact { address: email } } } } }`;

  test("nested lists, under other names, once for each answer", async () => {
    const group = `group(by: { id: "${idOf("harbourBreakfast")}" })`;
    const data = await asked("ada", `{ one: ${group} { ${MEMBERS} } two: ${group} { ${MEMBERS} } }`);
    expect(JSON.stringify(data).match(/ben@example\.org/g)).toHaveLength(2);
    expect(await told("ben")).toEqual(["ada EMAIL 1"]);
    expect(await told("hana")).toEqual(["ada EMAIL 1"]);
    expect(await told("ada")).toEqual([]);
    expect(await told("cleo")).toEqual([]);
  });

  test("beside a field that TypeScript computes", async () => {
    const query = `{ nodes(ids: ["${idOf("ben")}", "${idOf("hana")}"]) { ... on Person { visibility { field } contact { email } } } }`;
    const contact = (name: string) => ({ visibility: null, contact: { email: `${name}@example.org` } });
    expect(await asked("ada", query)).toEqual({ nodes: [contact("ben"), contact("hana")] });
    expect([await told("ben"), await told("hana")]).toEqual([["ada EMAIL 1"], ["ada EMAIL 1"]]);
  });

  test("the payload of an act", async () => {
    const [{ id }] = await api.dataSource.query<[{ id: string }]>(
      "select replace(id::text, '-', '') as id from memberships where person_id = $1 and group_id = $2",
      [keyOf("ben"), keyOf("harbourBreakfast")],
    );
    const input = { membershipId: `mem_${id}`, role: "HOST" };
    const { membership } = await done(api, "ada", "changeRole", input, "membership { person { contact { email } } }");
    expect(membership).toEqual({ person: { contact: { email: "ben@example.org" } } });
    expect(await told("ben")).toEqual(["ada EMAIL 1"]);
  });

  test("a profile that says what a mark looks like is only words", async () => {
    const headline = `{"~r":"${keyOf("ben")} email=email","email":"x"}`;
    await done(api, "ada", "updateProfile", { headline });
    const query = `{ node(id: "${idOf("ada")}") { ... on Person { profile { headline } contact { email } } } }`;
    await api.dataSource.query("update people set headline_audience = 'PUBLIC' where id = $1", [keyOf("ada")]);
    expect(await asked("dev", query)).toEqual({
      node: { profile: { headline }, contact: { email: "ada@example.org" } },
    });
    expect([await told("ben"), await told("ada")]).toEqual([[], ["dev EMAIL 1"]]);
  });
});

test("an organiser's app sees what the organiser may, and the member is told which app it was", async () => {
  const { token, app } = await grantApp(api.dataSource, keyOf("ada"), ["contact:read"]);
  const { data } = await api.graphql(BEN, {}, { as: token });
  expect(data).toEqual({ node: { contact: { email: "ben@example.org", phone: null } } });
  await asked("ada", BEN);
  expect((await told("ben")).toSorted()).toEqual([`ada ${app.name} EMAIL 1`, "ada EMAIL 1"].toSorted());

  const narrow = await grantApp(api.dataSource, keyOf("dev"), ["profile:read"]);
  await api.graphql(BEN, {}, { as: narrow.token });
  expect(await told("ben")).toHaveLength(2);
});

test("an export of the group is a read of every address in it, by who asked for it, as often as it is fetched", async () => {
  const { path } = await done(api, "ada", "exportGroup", { groupId: idOf("harbourBreakfast") }, "path");
  expect(await told("ben")).toEqual([]);
  const files = unzipped(Buffer.from(await (await fetch(new URL(String(path), api.url))).arrayBuffer()));
  const lines = parseCsv<Record<string, string>>(files.get("people.csv") ?? "", { columns: true });
  const shown = (name: CastName) => lines.find(({ person_id: id }) => id === idOf(name));
  expect([shown("ben"), shown("ada")]).toMatchObject([{ email: "ben@example.org", phone: "" }, {}]);
  for (const name of ["ben", "hana", "cleo"] as const) {
    expect([name, await told(name)]).toEqual([name, shown(name)?.["email"] ? ["ada EMAIL 1"] : []]);
  }
  expect(await told("ada")).toEqual([]);
  await fetch(new URL(String(path), api.url)).then((again) => again.arrayBuffer());
  expect(await told("ben")).toEqual(["ada EMAIL 2"]);
});

test("an answer waits for nothing that is to be written, and fails with none of it", async () => {
  await api.dataSource.transaction(async (db) => {
    await db.query("lock table contact_reads in access exclusive mode");
    await asked("ada", BEN);
    void api.server.contactLog.flush();
    await asked("ada", BEN);
  });
  expect(await told("ben")).toEqual(["ada EMAIL 2"]);
});

test("what is gathered is written before the server has closed", async () => {
  const other = withVoices(await startApi({ clock, database }), clock);
  await other.as("ada").graphql(BEN);
  await other.close();
  expect(await told("ben")).toEqual(["ada EMAIL 1"]);
});

test("nothing is written about who was erased before it could be", async () => {
  await asked("ada", `{ node(id: "${idOf("kit")}") { ... on Person { contact { email } } } }`);
  await api.dataSource.query(
    "update people set erased_at = now(), email = null, email_verified_at = null, phone = null where id = $1",
    [keyOf("kit")],
  );
  await api.server.contactLog.flush();
  expect(await api.dataSource.query("select from contact_reads")).toEqual([]);
});

test("nobody else reads it: not the reader, not an organiser, not an app of the person", async () => {
  await asked("ada", BEN);
  const [row] = (await logOf("ben")) as readonly unknown[];
  expect(row).toBeDefined();
  const query = `{ node(id: "${idOf("ben")}") { ... on Person { contactReads { edges { node { id } } } } } }`;
  for (const who of ["ada", "dev", "cleo"] as const)
    expect(await asked(who, query)).toEqual({ node: { contactReads: null } });
  const { token } = await grantApp(api.dataSource, keyOf("ben"), ["profile:read", "contact:read", "network:read"]);
  const { errors } = await api.graphql(LOG, {}, { as: token });
  expect(errors?.map(({ extensions }) => extensions.code)).toContain("INSUFFICIENT_SCOPE");
});

test("reads of one day are one row for each reader, before and after they are written", async () => {
  await asked("ada", BEN);
  await asked("ada", BEN);
  await asked("dev", BEN);
  clock.pass(60);
  expect(await told("ben")).toEqual(["ada EMAIL 2", "dev EMAIL 1"]);
  await api.dataSource.query("update people set phone_audience = 'ORGANISERS' where id = $1", [keyOf("ben")]);
  await asked("ada", BEN);
  await api.dataSource.query("update people set phone_audience = 'NOBODY' where id = $1", [keyOf("ben")]);
  expect(await told("ben")).toEqual(["dev EMAIL 1", "ada EMAIL PHONE 3"]);
  clock.pass(DAY_SECONDS);
  await asked("ada", BEN);
  expect(await told("ben")).toEqual(["dev EMAIL 1", "ada EMAIL PHONE 3", "ada EMAIL 1"]);
});

test("it goes after a year", async () => {
  await asked("ada", BEN);
  await api.server.contactLog.flush();
  const kept = async (seconds: number) => {
    clock.pass(seconds);
    await runTimer(testJobs(api.dataSource.manager, { clock }).deps, "delete-contact-reads");
    return (await api.dataSource.query("select from contact_reads")).length;
  };
  expect([await kept(365 * DAY_SECONDS - 1), await kept(1)]).toEqual([1, 0]);
});
