/** What the load generator can do by itself: a server that does nothing shows its bound and its cost. */
import { type ChildProcess, fork } from "node:child_process";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { Load } from "./load.ts";
import type { Options } from "./options.ts";
import { freePort } from "./processes.ts";

const BODY_BYTES = [200, 4_000, 20_000];

export async function checkLoad(options: Options): Promise<void> {
  const port = await freePort();
  const idle = fork(fileURLToPath(import.meta.url), [String(port)], { execArgv: ["--import", "tsx"] });
  const load = new Load();
  try {
    await ready(idle);
    for (const bytes of BODY_BYTES) {
      const requests = [
        { method: "POST", path: `/${bytes}`, headers: { authorization: "Bearer x" }, body: "{}" },
      ] as const;
      const { answers, seconds, cpuMicros, finished } = await load.run({
        port,
        connections: options.connections,
        seconds: options.seconds,
        requests,
      });
      const [rate, cost] = [(answers / seconds).toFixed(0), (cpuMicros / finished).toFixed(0)];
      process.stdout.write(`${bytes} bytes: ${rate} requests/s, ${cost} µs of the generator's CPU each\n`);
    }
  } finally {
    load.end();
    idle.disconnect();
  }
}

const ready = (child: ChildProcess): Promise<unknown> => new Promise((done) => child.once("message", done));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = createServer((request, response) => {
    request.resume();
    const body = "x".repeat(Number(request.url?.slice(1)));
    response.writeHead(200, { "content-length": body.length }).end(body);
  });
  server.listen(Number(process.argv[2]), "127.0.0.1", () => process.send?.("ready"));
  process.on("disconnect", () => process.exit(0));
}
