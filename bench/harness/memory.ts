/** Whether Wellmet's memory stays as it is under very many requests of a thousand different documents. */
import pg from "pg";
import { operations } from "../operations/operations.ts";
import { build } from "./build.ts";
import { requestFor, startContender } from "./contenders.ts";
import { residentMiB } from "./cpu.ts";
import { Load, type PlainRequest } from "./load.ts";
import type { Options } from "./options.ts";
import { taskOf } from "./task.ts";
import { Viewers } from "./viewers.ts";
import { openWorld } from "./world.ts";

const DOCUMENTS = 1_000;
/** Requests of one document, each about another page. */
const REQUESTS_EACH = 4;
/** Between two looks at the memory. */
const STEP_SECONDS = 10;

export async function memory(options: Options): Promise<void> {
  await build(options);
  const world = await openWorld(options);
  const load = new Load();
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  const viewers = new Viewers();
  const { supply } = await taskOf({ client, viewers }, operations.groupPage);
  const contender = await startContender("wellmet", world.url, options);
  try {
    const targets = await supply(0);
    const requests = targets
      .slice(0, REQUESTS_EACH)
      .flatMap((target) => documentsOf(requestFor("wellmet", operations.groupPage, target, viewers)));
    await load.prepare(requests);
    process.stdout.write("requests  failed  MiB resident\n");
    let [asked, failed] = [0, 0];
    for (;;) {
      process.stdout.write(`${asked}  ${failed}  ${residentMiB(contender.pid) ?? "?"}\n`);
      if (asked >= options.requests) return;
      const { finished, failures } = await load.run({
        port: contender.port,
        connections: options.connections,
        seconds: STEP_SECONDS,
      });
      asked += finished;
      failed += failures;
    }
  } finally {
    await contender.stop();
    load.end();
    await client.end();
    await world.close();
  }
}

/** The same operation in a thousand spellings, of which no two give the same statement. */
const documentsOf = (request: PlainRequest): PlainRequest[] =>
  Array.from({ length: DOCUMENTS }, (_, at) => ({
    ...request,
    body: (request.body ?? "").replace("name description", `name${at}: name description`),
  }));
