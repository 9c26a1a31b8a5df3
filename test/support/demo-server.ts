/** The demo world behind a server that knows its own address, for programs that only have that. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { plantDemo } from "../../src/command-line/seed-demo.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { drainJobs } from "../../src/platform/jobs.ts";
import { testJobs } from "./jobs.ts";
import { type Api, startApi, testSettings } from "./start-api.ts";

export interface DemoServer {
  readonly api: Api;
  /** Such as `http://127.0.0.1:52011`. */
  readonly home: string;
  /** The code of the latest mail to an address. */
  mailedCode(email: string): Promise<string>;
  close(): Promise<void>;
}

export async function startDemoServer(): Promise<DemoServer> {
  let target = 0;
  // The address has to be known before the server is built.
  const relay = createServer((client) => {
    const server = connect(target, "127.0.0.1");
    client.pipe(server).pipe(client);
    client.on("error", () => server.destroy());
    server.on("error", () => client.destroy());
  });
  await once(relay.listen(0, "127.0.0.1"), "listening");
  const home = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`;
  const api = await startApi({ clock: systemClock, settings: { publicUrl: home } });
  target = Number(new URL(api.url).port);
  const { secretKey } = testSettings;
  const { ctx, deps, mail } = testJobs(api.dataSource.manager, { clock: systemClock, secretKey, publicUrl: home });
  await plantDemo(ctx);
  return {
    api,
    home,
    mailedCode: async (email) => {
      await drainJobs(deps);
      const text = mail.read().findLast(({ headers }) => headers["to"] === email)?.text ?? "";
      return /code: (\d{8})$/m.exec(text)?.[1] ?? "";
    },
    close: async () => {
      relay.close();
      await api.close();
    },
  };
}
