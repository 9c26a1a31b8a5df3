import { EventEmitter, once } from "node:events";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { type ChangeNotice, ChangeNotices, type ChangeNoticesOptions } from "../../src/platform/change-notices.ts";
import { makeLog } from "../../src/platform/log.ts";
import { fixedId, keyOf, plantCast } from "../support/cast.ts";
import { asAdmin, openTestDatabase, type TestDatabase } from "../support/database.ts";

const HOUR_MS = 3_600_000;

let database: TestDatabase;
let notices: ChangeNotices;
let tables: ReadonlySet<string>;
let heard: ChangeNotice[] = [];
const events = new EventEmitter();

const hex = (id: string): string => id.replaceAll("-", "");
/** What was told of these statements, committed one after the other. */
async function told(...statements: string[]): Promise<ChangeNotice[]> {
  for (const statement of statements) await database.dataSource.query(statement);
  await notices.echo();
  return heard.map((notice) => ({ ...notice, ids: notice.ids && [...notice.ids].sort() }));
}

const listener = (options: Partial<ChangeNoticesOptions>): ChangeNotices =>
  new ChangeNotices({
    databaseUrl: database.url,
    log: makeLog("silent"),
    handlers: {
      listening: (watched) => {
        tables = watched;
        events.emit("listening");
      },
      changed: (notice) => {
        heard.push(notice);
        events.emit("changed");
      },
      happened: (ids) => events.emit("happened", ids),
      lost: () => events.emit("lost"),
    },
    ...options,
  });

beforeAll(async () => {
  database = await openTestDatabase();
  await plantCast(database.dataSource);
  // It looks for nothing by itself: what it tells was hinted at, or asked for by an echo.
  notices = listener({ intervals: { relay: HOUR_MS, beat: HOUR_MS } });
  await notices.start();
});
afterAll(async () => {
  await notices.stop();
  await database.drop();
});
beforeEach(async () => {
  await notices.echo();
  heard = [];
});

const topic = fixedId(0x900);
const group = keyOf("harbourBreakfast");

describe("a change of what everybody can read", () => {
  it("is told with the row, and the rows it points at", async () => {
    expect(
      await told(
        `insert into topics (id, slug, name) values ('${topic}', 'boats', 'Boats')`,
        `insert into group_topics (group_id, topic_id) values ('${group}', '${topic}')`,
      ),
    ).toEqual([
      { table: "topics", columns: [], ids: [hex(topic)] },
      { table: "listed_topics", columns: [], ids: [hex(group), hex(topic)].sort() },
      { table: "group_topics", columns: [], ids: [hex(group), hex(topic)].sort() },
    ]);
    heard = [];
    expect(await told("delete from group_topics")).toEqual([
      { table: "listed_topics", columns: [], ids: [hex(group), hex(topic)].sort() },
      { table: "group_topics", columns: [], ids: [hex(group), hex(topic)].sort() },
    ]);
  });

  it("names the columns that an update changed, and the references before and after", async () => {
    const [notice] = await told(
      `update memberships set person_id = '${keyOf("cleo")}', role = 'HOST' where person_id = '${keyOf("kit")}'`,
    );
    expect(notice).toMatchObject({ table: "memberships", columns: expect.arrayContaining(["person_id", "role"]) });
    expect(notice?.columns).toHaveLength(2);
    for (const id of [group, keyOf("cleo"), keyOf("kit")]) expect(notice?.ids).toContain(hex(id));
  });

  it("is not told when nothing changed, or nothing was found", async () => {
    expect(await told("update groups set name = name", "update groups set name = 'x' where false")).toEqual([]);
  });

  it("is not told before it is committed, and never if it is taken back", async () => {
    const runner = database.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query("update groups set description = 'soon'");
    expect(await told()).toEqual([]);
    await runner.rollbackTransaction();
    expect(await told()).toEqual([]);
    await runner.release();
  });

  it("is told once a transaction, however often it was made", async () => {
    const runner = database.dataSource.createQueryRunner();
    await runner.startTransaction();
    for (const city of ["Bergen", "Oslo"])
      await runner.query("update people set city = $1 where id = $2", [city, keyOf("ada")]);
    await runner.commitTransaction();
    await runner.release();
    expect(await told()).toEqual([{ table: "people", columns: ["city"], ids: [hex(keyOf("ada"))] }]);
  });

  it("is told in parts where there are many rows, and as 'anything' where there are too many", async () => {
    const insert = (from: number, to: number) =>
      `insert into topics (id, slug, name)
         select ('01977000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, 't' || n, 'T' || n from generate_series(${from}, ${to}) n`;
    const some = await told(insert(1, 1_000));
    expect(some.length).toBeGreaterThan(1);
    expect(new Set(some.flatMap(({ ids }) => ids)).size).toBe(1_000);

    heard = [];
    expect(await told(insert(1_001, 2_001), "truncate person_topics")).toEqual([
      { table: "topics", columns: [], ids: null },
      { table: "person_topics", columns: [], ids: null },
    ]);
  });
});

describe("when it is told", () => {
  const left = () => database.dataSource.query("select count(*)::int as left from public_changes");
  const change = (region: string) => database.dataSource.query("update groups set region = $1", [region]);

  it("a hint is enough: nothing else looks for it", async () => {
    const told = once(events, "changed");
    await change("Rogaland");
    expect([heard, await left()]).toEqual([[], [{ left: 1 }]]);
    notices.hint();
    await told;
    expect([heard.length, await left()]).toEqual([1, [{ left: 0 }]]);
  });

  it("no hint is needed where somebody looks now and then, as every server does", async () => {
    const relay = new ChangeNotices({
      databaseUrl: database.url,
      log: makeLog("silent"),
      handlers: {
        listening: () => undefined,
        changed: () => undefined,
        happened: () => undefined,
        lost: () => undefined,
      },
    });
    await relay.start();
    const told = once(events, "changed");
    await change("Telemark");
    await told;
    expect(heard).toHaveLength(1);
    await relay.stop();
  });
});

describe("the connection", () => {
  it("says whose changes it tells: of nothing that only some can read", () => {
    expect([...tables].sort()).toEqual(expect.arrayContaining(["groups", "meetings", "people", "rsvps"]));
    for (const table of ["attendances", "marks", "sessions", "blocks"]) expect(tables).not.toContain(table);
  });

  it("tells when it is lost, and comes back by itself", async () => {
    const lost = once(events, "lost");
    const back = once(events, "listening");
    await asAdmin(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'wellmet notices' and datname = '${new URL(database.url).pathname.slice(1)}'`,
    );
    await lost;
    await back;
    expect(await told("update groups set region = 'Vestland'")).toHaveLength(1);
  });
});
