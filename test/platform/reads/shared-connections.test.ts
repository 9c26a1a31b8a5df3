import { afterEach, describe, expect, test } from "@jest/globals";
import { type ExecutionResult, parse } from "graphql";
import pg from "pg";
import { UNNAMED_RUNS } from "../../../src/platform/reads/limits.ts";
import { resultOf } from "../../support/answers.ts";
import { gid, type Library, plant, startLibrary } from "./start-library.ts";

const BOOKS = parse("{ books { totalCount } }");
const SHELVES = parse("{ shelves { totalCount } }");
const THREE_BOOKS = { data: { books: { totalCount: 3 } } };
const TRY_AGAIN = { errors: [{ message: "The service could not answer in time. Try again." }] };
/** More at once than a connection is shared by, and than there are connections. */
const CROWD = 50;

let library: Library;
let rival: pg.Client;
afterEach(async () => {
  await rival.end();
  await library.close();
});

async function start(settings: Parameters<typeof startLibrary>[1]): Promise<void> {
  library = await startLibrary([], settings);
  await plant(library.dataSource);
  const { url } = library.dataSource.options as { url: string };
  rival = new pg.Client({ connectionString: url });
  await rival.connect();
}

const ask = async (document: typeof BOOKS): Promise<ExecutionResult> =>
  resultOf(await library.reads.answer(document, null, {}, library.context(null)));

/** Whoever reads books waits until this is over, or loses patience. */
async function lockBooks(): Promise<void> {
  await rival.query("begin");
  await rival.query("lock table books");
}

const times = <T>(count: number, act: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => act(index));

describe("many reads at once on few connections", () => {
  test.each([1, 2, 8])("are each given their own answer, by %d connections", async (poolSize) => {
    await start({ poolSize });
    const documents = times(5, (number) =>
      parse(`{ node(id: "${gid("bok", 3, number + 1)}") { id } shelves { totalCount } }`),
    );
    const alone: ExecutionResult[] = [];
    for (const document of documents) alone.push(await ask(document));

    for (let round = 0; round <= UNNAMED_RUNS; round++) {
      const together = await Promise.all(times(CROWD, (index) => ask(documents[index % 5] ?? BOOKS)));
      expect(together).toEqual(times(CROWD, (index) => alone[index % 5]));
    }
  });

  test("fail one by one", async () => {
    await start({ poolSize: 1, lockTimeoutMs: 50 });
    const shelves = await ask(SHELVES);
    await lockBooks();
    const [first, ...others] = await Promise.all([ask(BOOKS), ...times(10, () => ask(SHELVES))]);
    await rival.query("rollback");

    expect(first).toMatchObject(TRY_AGAIN);
    expect(others).toEqual(times(10, () => shelves));
    expect(await ask(BOOKS)).toEqual(THREE_BOOKS);
  });

  test("are not held up by those that take long while there are other connections", async () => {
    await start({ poolSize: 6, lockTimeoutMs: 20_000 });
    await lockBooks();
    const slow = times(5, () => ask(BOOKS));
    const quick: Promise<ExecutionResult>[] = [];
    const answered: ExecutionResult[] = [];
    while (answered.length === 0) {
      const answer = ask(SHELVES);
      quick.push(answer);
      void answer.then((result) => answered.push(result));
      await rival.query("select");
    }
    await rival.query("rollback");

    expect(await Promise.all(slow)).toEqual(times(5, () => THREE_BOOKS));
    expect(await Promise.all(quick)).toEqual(times(quick.length, () => ({ data: { shelves: { totalCount: 2 } } })));
  });

  test("let in who needs a connection alone", async () => {
    await start({ poolSize: 1 });
    const alone: { one: number }[] = [];
    const readOn = async (): Promise<void> => {
      while (alone.length === 0) await ask(BOOKS);
    };
    const readers = times(5, readOn);
    alone.push(...(await library.dataSource.query<{ one: number }[]>("select 1 as one")));
    await Promise.all(readers);

    expect(alone).toEqual([{ one: 1 }]);
  });

  test("are told to try again when their connection breaks, and the next has a new one", async () => {
    await start({ poolSize: 1, lockTimeoutMs: 20_000 });
    await lockBooks();
    const reads = times(3, () => ask(BOOKS));
    const cut =
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'wellmet' and datname = current_database()";
    while ((await rival.query(`${cut} and wait_event_type = 'Lock'`)).rowCount === 0);
    await rival.query("rollback");

    expect(await Promise.all(reads)).toMatchObject(times(3, () => TRY_AGAIN));
    expect(await ask(BOOKS)).toEqual(THREE_BOOKS);
  });
});
