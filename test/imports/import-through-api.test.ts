import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { globalId } from "../../src/platform/ids.ts";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import { act, done } from "../support/act.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, makePerson, startWithCast } from "../support/cast.ts";
import { StillClock, type TestJobs, testJobs } from "../support/jobs.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { TEST_NOW, testSettings } from "../support/start-api.ts";

const clock = new StillClock(TEST_NOW.toISOString());
let api: CastApi;
let jobs: TestJobs;
beforeAll(async () => {
  api = await startWithCast({ clock });
  jobs = testJobs(api.dataSource.manager, { clock, secretKey: testSettings.secretKey });
});
afterAll(() => api.close());

const FIELDS =
  "id status sizeBytes readBytes created updated unchanged faultCount faults { line reason } notes { remark lines } unknownColumns";

async function begin(of: House, who: string | null, kind: string, more: object = {}) {
  const { payload, codes } = await act(
    api,
    who,
    "beginImport",
    { groupId: of.id, kind, ...more },
    `uploadPath import { ${FIELDS} }`,
  );
  return {
    codes,
    path: String(payload?.["uploadPath"]),
    id: String(payload?.["import"]?.id),
    progress: payload?.["import"],
  };
}
const upload = (path: string, body: string | Buffer, type = "text/csv") =>
  fetch(new URL(path, api.url), { method: "PUT", headers: { "content-type": type }, body });
const confirm = (who: string | null, importId: string) =>
  act(api, who, "confirmImport", { importId }, `import { ${FIELDS} }`);

async function progress(who: string | null, importId: string) {
  const { data } = await api
    .as(who)
    .graphql(`query P($id: ID!) { node(id: $id) { ... on GroupImport { ${FIELDS} } } }`, { id: importId });
  return (data as Anything)?.node;
}

/** Uploads a file and lets it be tried; how far it is then, and its id. */
async function tried(of: House, who: string, kind: string, lines: readonly string[], more: object = {}) {
  const { path, id } = await begin(of, who, kind, more);
  expect((await upload(path, `${lines.join("\n")}\n`)).status).toBe(204);
  await drainJobs(jobs.deps);
  return { id, ...(await progress(who, id)) };
}

async function brought(of: House, who: string, kind: string, lines: readonly string[], more: object = {}) {
  const { id, status, faults } = await tried(of, who, kind, lines, more);
  expect([status, faults]).toEqual(["CHECKED", []]);
  await done(api, who, "confirmImport", { importId: id }, "import { id }");
  await drainJobs(jobs.deps);
  return progress(who, id);
}

const count = async (of: House, table: string): Promise<number> => {
  const [row] = await api.dataSource.query<[{ count: number }]>(
    `select count(*)::int as count from ${table} where group_id = $1`,
    [of.group.id],
  );
  return row.count;
};

describe("importing through the API", () => {
  test("tries a file without a trace, says what would happen, and brings it in when told to, once", async () => {
    const of = await newHouse(api);
    const who = of.key("organiser");
    const lines = ["id,name,shoe size", "n1,New One,38", "n2,New Two,40"];
    const first = await tried(of, who, "PEOPLE", lines);
    expect(first).toMatchObject({
      status: "CHECKED",
      created: 2,
      updated: 0,
      faultCount: 0,
      unknownColumns: ["shoe size"],
    });
    expect(first.readBytes).toBe(first.sizeBytes);
    expect(await count(of, "external_ids")).toBe(0);

    await Promise.all([confirm(who, first.id), confirm(who, first.id)]);
    await drainJobs(jobs.deps);
    expect(await progress(who, first.id)).toMatchObject({ status: "DONE", created: 2 });
    expect(await count(of, "external_ids")).toBe(2);
    expect(await api.dataSource.query("select 1 from import_pieces")).toEqual([]);
    expect((await confirm(who, first.id)).payload?.["import"]).toMatchObject({ status: "DONE" });
    const [entry] = await api.dataSource.query("select action, after from audit_entries where group_id = $1", [
      of.group.id,
    ]);
    expect(entry).toEqual({ action: "confirmImport", after: { kind: "people", created: 2, updated: 0 } });

    expect(await brought(of, who, "PEOPLE", lines)).toMatchObject({ status: "DONE", created: 0, unchanged: 2 });
    expect(await brought(of, who, "MEMBERSHIPS", ["id,joined", "n1,2020-01-01", "n2,2024-01-01"])).toMatchObject({
      created: 2,
    });
    expect(await brought(of, who, "MEETINGS", ["id,title,starts", "m,Old,2021-03-16 19:00"])).toMatchObject({
      created: 1,
    });
    expect(await brought(of, who, "ATTENDANCE", ["meeting,person", "m,n1"], { submitRolls: true })).toMatchObject({
      created: 1,
    });
    const [roll] = await api.dataSource.query("select status, submitted_by_id from rolls where group_id = $1", [
      of.group.id,
    ]);
    expect(roll).toEqual({ status: "SUBMITTED", submitted_by_id: who });
  });

  test("is one import with one address, however often a client that got no answer asks with its key", async () => {
    const of = await newHouse(api);
    const who = of.key("organiser");
    const again = () => begin(of, who, "PEOPLE", { idempotencyKey: "phone-1" });
    const [first, second] = await Promise.all([again(), again()]);
    expect([second.id, second.path]).toEqual([first.id, first.path]);
    expect(await count(of, "group_imports")).toBe(1);
    expect((await begin(of, who, "MEETINGS", { idempotencyKey: "phone-1" })).codes).toEqual(["CONFLICT"]);
    expect((await upload(first.path, "id,name\n1,A\n")).status).toBe(204);
    const third = await again();
    expect([third.id, third.path]).toEqual([first.id, "null"]);
    const { id, path } = await begin(of, who, "PEOPLE");
    expect([id, path]).not.toEqual([first.id, first.path]);
  });

  test("is listed for those who run the group, with who brought what, and how far it is", async () => {
    const of = await newHouse(api);
    await tried(of, of.key("organiser"), "PEOPLE", ["id,name", "1,"]);
    await begin(of, of.key("owner"), "ATTENDANCE", { submitRolls: true });
    const listed = async (who: string, filter = "{}") => {
      const { data } = await api.as(who).graphql<{ group: { imports: { edges: { node: object }[] } | null } }>(
        `query ($id: ID!) { group(by: { id: $id }) { imports(first: 10, filter: ${filter}) { edges { node {
           kind submitRolls status faultCount faults { line } begunBy { id } group { id } finishedAt } } } } }`,
        { id: of.id },
      );
      return data?.group.imports?.edges.map(({ node }) => node) ?? null;
    };
    const refused = {
      ...{ kind: "PEOPLE", submitRolls: false, status: "REFUSED", faultCount: 1, faults: [{ line: 2 }] },
      ...{ begunBy: { id: of.person("organiser") }, group: { id: of.id }, finishedAt: TEST_NOW.toISOString() },
    };
    const awaited = {
      ...{ kind: "ATTENDANCE", submitRolls: true, status: "AWAITING_FILE", faultCount: 0, faults: [] },
      ...{ begunBy: { id: of.person("owner") }, group: { id: of.id }, finishedAt: null },
    };
    expect(await listed(of.key("organiser"))).toEqual([refused, awaited]);
    expect(await listed(of.key("owner"), "{ statuses: [REFUSED, DONE] }")).toEqual([refused]);
    for (const kind of ["host", "member", "stranger"] as const) expect(await listed(of.key(kind))).toBeNull();
  });

  test("tells every fault with its line, and keeps nothing", async () => {
    const of = await newHouse(api);
    const refused = await tried(of, of.key("owner"), "PEOPLE", ["id,name,phone", "1,One,", "2,,", "3,Three,0123"]);
    expect(refused).toMatchObject({ status: "REFUSED", created: null, faultCount: 2 });
    expect(refused.faults).toEqual([
      { line: 3, reason: "has no name" },
      { line: 4, reason: "phone is not an international telephone number, such as +44 20 7946 0018" },
    ]);
    expect((await confirm(of.key("owner"), refused.id)).codes).toEqual(["CONFLICT"]);
    const { path, id } = await begin(of, of.key("owner"), "PEOPLE");
    await upload(path, Buffer.from("id,name\n1,Jos\xe9\n", "latin1"));
    await drainJobs(jobs.deps);
    expect((await progress(of.key("owner"), id)).faults).toEqual([
      { line: null, reason: expect.stringMatching(/^Line 2 is not UTF-8\. It looks like Windows-1252/) },
    ]);
  });

  test("is for those who run the group, while they do", async () => {
    const of = await newHouse(api);
    expect((await begin(of, of.key("host"), "PEOPLE")).codes).toEqual(["FORBIDDEN"]);
    expect((await begin(of, null, "PEOPLE")).codes).toEqual(["UNAUTHENTICATED"]);
    const first = await tried(of, of.key("organiser"), "PEOPLE", ["id,name", "1,One"]);
    expect(await progress(of.key("member"), first.id)).toBeNull();
    expect(await progress(of.key("stranger"), first.id)).toBeNull();
    expect((await confirm(of.key("member"), first.id)).codes).toEqual(["NOT_FOUND"]);
    await confirm(of.key("organiser"), first.id);
    await api.dataSource.query("update memberships set role = 'MEMBER' where group_id = $1 and role = 'ORGANISER'", [
      of.group.id,
    ]);
    await drainJobs(jobs.deps);
    expect(await progress(of.key("owner"), first.id)).toMatchObject({
      status: "REFUSED",
      faults: [{ line: null, reason: "Whoever uploaded it no longer runs the group." }],
    });
  });

  test("takes one file for one address, of at most 32 MiB, for an hour", async () => {
    const of = await newHouse(api);
    const who = of.key("owner");
    const one = await begin(of, who, "PEOPLE");
    expect((await upload(one.path, "x", "application/json")).status).toBe(415);
    const both = await Promise.all([upload(one.path, "id,name\n1,A\n"), upload(one.path, "id,name\n1,B\n")]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 404]);
    expect((await upload(one.path, "id,name\n1,C\n")).status).toBe(404);
    const two = await begin(of, who, "PEOPLE");
    const large = await upload(two.path, Buffer.alloc(33_554_433, "a")).then(
      ({ status }) => status,
      () => 413,
    );
    expect(large).toBe(413);
    clock.pass(3_601);
    expect((await upload(two.path, "id,name\n")).status).toBe(404);
    expect((await upload("/imports?token=ngu_0", "id,name\n")).status).toBe(404);
  });

  test("lets no organiser speak for somebody with an account, or for whom other groups know", async () => {
    const of = await newHouse(api);
    const who = of.key("organiser");
    await makePerson(api.dataSource, { email: "known@example.org", displayName: "Known Elsewhere" });
    const theirs = await makePerson(api.dataSource, { email: null, emailVerifiedAt: null, displayName: "Theirs" });
    const other = await newHouse(api);
    await api.dataSource.query("insert into external_ids values ($1, 'PERSON', 't', $3), ($2, 'PERSON', 't', $3)", [
      of.group.id,
      other.group.id,
      theirs.id,
    ]);
    const invite = "the service knows this person, and the group does not: invite them, and they decide";
    expect((await tried(of, who, "PEOPLE", ["email,name", "known@example.org,Forged"])).faults).toEqual([
      { line: 2, reason: invite },
    ]);
    expect((await tried(of, who, "MEMBERSHIPS", ["email,joined", "known@example.org,2020-01-01"])).faults).toEqual([
      { line: 2, reason: invite },
    ]);
    // A shared record gets no address, and so no owner, by one of the groups that share it.
    const people = await tried(of, who, "PEOPLE", ["id,name,email", "t,Forged,mine@example.org"]);
    expect([people.status, people.faults]).toEqual(["REFUSED", [{ line: 2, reason: invite }]]);

    const address = async (kind: "resigned" | "member" | "owner") => {
      const [row] = await api.dataSource.query<[{ email: string }]>("select email from people where id = $1", [
        of.key(kind),
      ]);
      return row.email;
    };
    const lines = [
      "email,role,status,joined,ended",
      `${await address("resigned")},,active,2020-01-01,`,
      `${await address("member")},organiser,,,`,
      `${await address("owner")},,resigned,2020-01-01,2026-05-01`,
    ];
    const memberships = await tried(of, who, "MEMBERSHIPS", lines);
    expect(
      memberships.faults.map(({ line, reason }: { line: number; reason: string }) => `${line}: ${reason}`),
    ).toEqual([
      "2: this person decides themself whether they are a member: invite them",
      "3: only an owner changes this role",
      "4: you may not end this membership",
    ]);
    const profile = await brought(of, who, "PEOPLE", ["email,name", `${await address("member")},Forged`]);
    expect(profile).toMatchObject({ unchanged: 1, notes: [{ lines: 1 }] });
    expect(globalId("per", theirs.id)).toMatch(/^per_/);
  });

  test("forgets a file that nobody confirmed in a day, and what came of it 30 days later", async () => {
    const of = await newHouse(api);
    const who = of.key("owner");
    const waiting = await tried(of, who, "PEOPLE", ["id,name", "1,One"]);
    const unused = await begin(of, who, "PEOPLE");
    const pieces = async (): Promise<number> => {
      const rows = await api.dataSource.query(
        "select 1 from import_pieces x join group_imports i on i.id = x.import_id where i.group_id = $1",
        [of.group.id],
      );
      return (rows as unknown[]).length;
    };
    const after = async (hours: number) => {
      const later = new StillClock(new Date(clock.now().getTime() + hours * 3_600_000).toISOString());
      await runTimer({ ...jobs.deps, clock: later }, "delete-ended-imports");
    };
    await after(23.9);
    expect([await pieces(), await count(of, "group_imports")]).toEqual([1, 2]);
    await after(24);
    expect([await pieces(), (await progress(who, waiting.id)).status]).toEqual([0, "CHECKED"]);
    await after(24 * 30 + 1);
    expect([await progress(who, unused.id), (await progress(who, waiting.id)).status]).toEqual([null, "CHECKED"]);
    await after(24 * 31);
    expect(await count(of, "group_imports")).toBe(0);
  });
});
