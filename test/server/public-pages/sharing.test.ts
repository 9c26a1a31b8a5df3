/** Several processes on one database, several callers at once, writers in between, and a connection that breaks. */
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { makeDataSource } from "../../../src/platform/database.ts";
import { createReads } from "../../../src/platform/reads/execute.ts";
import type { CompiledReads } from "../../../src/platform/reads/reads.ts";
import { entities } from "../../../src/server/rooms.ts";
import { buildApiSchema } from "../../../src/server/schema.ts";
import { keyOf } from "../../support/cast.ts";
import { asAdmin, openTestDatabase, type TestDatabase } from "../../support/database.ts";
import { act, makeMeeting } from "../../support/meetings.ts";
import { type Api, startApi } from "../../support/start-api.ts";
import { openOn, type PagesHouse, readPage } from "./pages.ts";

const MEETING = `query ($id: ID!) { node(id: $id) { ... on Meeting { title status } } }`;
const NAMES = "{ groups(first: 5) { edges { node { name } } } }";

/** The reads, which can be held between reading and handing over. */
class HeldReads {
  private gate: Promise<void> | null = null;
  private release: () => void = () => undefined;
  private arrived: () => void = () => undefined;
  /** Resolves when an answer has been read, and is held. */
  arrival: Promise<void> = Promise.resolve();
  traces = 0;

  hold(): void {
    this.gate = new Promise((resolve) => (this.release = resolve));
    this.arrival = new Promise((resolve) => (this.arrived = resolve));
  }

  letGo(): void {
    this.gate = null;
    this.release();
  }

  over(reads: CompiledReads): CompiledReads {
    return {
      ...reads,
      trace: async (...asked) => {
        this.traces++;
        const traced = await reads.trace(...asked);
        this.arrived();
        await this.gate;
        return traced;
      },
    };
  }
}

let database: TestDatabase;
let house: PagesHouse;
let held: HeldReads;
/** A second process, as far as the database can tell. */
let other: Api;
let meeting: { globalId: string; id: string };
let otherSource: ReturnType<typeof makeDataSource>;

beforeAll(async () => {
  database = await openTestDatabase();
  held = new HeldReads();
  const schema = await buildApiSchema();
  house = await openOn(database, {
    reads: held.over(createReads({ schema, dataSource: database.dataSource })),
    schema,
  });
  otherSource = makeDataSource(database.url, { entities });
  await otherSource.initialize();
  other = await startApi({ database: { ...database, dataSource: otherSource }, publicPages: {}, clock: house.clock });
  meeting = await makeMeeting(database.dataSource);
  await house.pages.settled();
});
afterAll(async () => {
  await other.close();
  await otherSource.destroy();
  await house.close();
  await database.drop();
});

const statusAt = async (api: Api): Promise<unknown> => {
  const { body } = await readPage(api, MEETING, { id: meeting.globalId });
  return (body?.data?.["node"] as { status?: string } | undefined)?.status;
};

describe("several processes", () => {
  it("all show a cancellation, whoever was told of it", async () => {
    for (const api of [house.api, other, house.api, other]) expect(await statusAt(api)).toBe("SCHEDULED");
    const { hits } = other.server.publicPages?.counts ?? { hits: 0 };
    expect(hits).toBeGreaterThan(0);
    await act(house.api, "ada", "cancelMeeting", { meetingId: meeting.globalId, reason: "Storm" }, "meeting { id }");
    await Promise.all([house.pages.settled(), other.server.publicPages?.settled()]);
    for (const api of [house.api, other]) expect(await statusAt(api)).toBe("CANCELLED");
  });
});

describe("a writer in between", () => {
  const rename = (name: string) =>
    [`update groups set name = $1 where id = $2`, [name, keyOf("harbourBreakfast")]] as const;
  const names = async (): Promise<string> => (await house.read(NAMES)).text;

  it("whose change is not committed is not seen; once it is, nothing older stays", async () => {
    const runner = database.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(...([rename("Soon")[0], [...rename("Soon")[1]]] as const));
    expect(await names()).toContain("Harbour Breakfast");
    expect(await names()).toContain("Harbour Breakfast");
    await runner.commitTransaction();
    await runner.release();
    await house.pages.settled();
    expect(await names()).toContain("Soon");
  });

  it("who commits while a page is read keeps that page from being kept", async () => {
    await house.change(...rename("Before"));
    held.hold();
    const early = names();
    await held.arrival;
    await house.change(...rename("After"));
    held.letGo();
    expect(await early).toContain("Before");
    expect(await names()).toContain("After");
    expect(await names()).toContain("After");
  });

  it("who changes something else does not", async () => {
    await house.change(...rename("One"));
    held.hold();
    const early = names();
    await held.arrival;
    await house.change("update people set city = 'Bergen' where id = $1", [keyOf("ada")]);
    held.letGo();
    await early;
    expect((await house.look(NAMES)).from).toBe("memory");
  });
});

describe("who ask the same at the same time", () => {
  const together = async (count: number) => {
    const { statements } = house.api.server;
    const before = [held.traces, statements.total, house.pages.counts.shared];
    held.hold();
    const first = house.read(NAMES);
    await held.arrival;
    const others = Array.from({ length: count }, (_, turn) =>
      turn % 2 ? house.read(NAMES) : house.api.graphql(NAMES).then(({ data }) => ({ text: JSON.stringify(data) })),
    );
    return { before, first, others };
  };
  /** Until so many wait for the first: each that joins is counted. */
  const joined = async (count: number, since: number): Promise<void> => {
    while (house.pages.counts.shared < since + count) await new Promise((resolve) => setImmediate(resolve));
  };

  it("are answered by one statement", async () => {
    await house.change("update groups set city = 'Hull'");
    const { before, first, others } = await together(8);
    await joined(8, before[2] ?? 0);
    held.letGo();
    const texts = (await Promise.all([first, ...others])).map(({ text }) => text);
    expect(texts.every((text) => text.includes("One"))).toBe(true);
    expect([held.traces - (before[0] ?? 0), house.api.server.statements.total - (before[1] ?? 0)]).toEqual([1, 1]);
  });

  it("but not by one that began before a change", async () => {
    await house.change("update groups set name = 'Old' where slug = 'harbour-breakfast'");
    const since = held.traces;
    held.hold();
    const first = house.read(NAMES);
    await held.arrival;
    await house.change("update groups set name = 'New' where slug = 'harbour-breakfast'");
    const second = house.read(NAMES);
    while (held.traces < since + 2) await new Promise((resolve) => setImmediate(resolve));
    held.letGo();
    expect([(await first).text, (await second).text]).toEqual([
      expect.stringContaining("Old"),
      expect.stringContaining("New"),
    ]);
    expect((await house.read(NAMES)).text).toContain("New");
  });
});

describe("when the connection for notices is lost", () => {
  const name = () => new URL(database.url).pathname.slice(1);
  const cut = () =>
    asAdmin(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'wellmet notices' and datname = '${name()}'`,
    );

  it("nothing is in memory and nothing is kept until changes are told again", async () => {
    await house.look(NAMES);
    await asAdmin(`alter database ${name()} with allow_connections false`);
    const lost = once(house.pages.connection, "lost");
    await cut();
    await lost;
    expect(house.pages.store.size).toBe(0);
    expect((await house.look(NAMES)).from).toBe("database");
    const { from } = await house.look(NAMES);
    expect([from, (await house.read(NAMES)).headers.get("cache-control")]).toEqual(["database", "no-cache"]);

    const back = once(house.pages.connection, "listening");
    await asAdmin(`alter database ${name()} with allow_connections true`);
    await back;
    await house.look(NAMES);
    expect((await house.look(NAMES)).from).toBe("memory");
  });

  it("a page that was being read meanwhile is not kept", async () => {
    await house.change("update groups set city = 'York'");
    held.hold();
    const early = house.read(NAMES);
    await held.arrival;
    const back = once(house.pages.connection, "listening");
    await cut();
    await back;
    held.letGo();
    await early;
    expect(house.pages.store.size).toBe(0);
  });
});
