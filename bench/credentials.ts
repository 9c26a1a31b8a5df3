/**
 * `npm run bench:credentials`: what it adds to a request that somebody proves to be somebody, by every kind of credential
 * beside none, in turn over one connection. Nothing is cached but what the service itself keeps. Run it on a quiet machine.
 */
import { Agent, request } from "node:http";
import { performance } from "node:perf_hooks";
import { withMigratedDatabase } from "../scripts/migrated-database.ts";
import { plantDemo } from "../src/command-line/seed-demo.ts";
import { ApiScope } from "../src/groups/api-scope.ts";
import { linkIdentity } from "../src/identities/link-identity.ts";
import { ApiKeyKind } from "../src/keys/api-key.entity.ts";
import { createApiKey } from "../src/keys/create-api-key.ts";
import { Person } from "../src/people/person.entity.ts";
import { globalId } from "../src/platform/ids.ts";
import { createSession } from "../src/sign-in/session.ts";
import { grantApp } from "../test/support/apps.ts";
import { startIssuer } from "../test/support/issuer.ts";
import { testJobs } from "../test/support/jobs.ts";
import { type Api, fixedClock, startApi } from "../test/support/start-api.ts";

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 3_000);
const WARM_UP = 500;
const GOAL_MS = 0.3;
const BODY = JSON.stringify({ query: "{ __typename }" });
const HARBOUR = "0197d000-0000-7000-8000-000000000100";
const SITE_KEY = `ngp_de3${"0".repeat(60)}1`;

type Headers = Record<string, string>;
const bearer = (token: string, more: Headers = {}): Headers => ({ authorization: `Bearer ${token}`, ...more });

/** One of each kind, nobody twice: the difference between those two is what chance makes. */
async function credentials(api: Api, issuer: Awaited<ReturnType<typeof startIssuer>>): Promise<[string, Headers][]> {
  const { dataSource } = api;
  const { ctx } = testJobs(dataSource.manager, { clock: fixedClock(), reads: { canSee: () => Promise.resolve(true) } });
  const ada = await dataSource.manager.findOneByOrFail(Person, { email: "ada@harbour.example" });
  const session = await createSession(ctx, ada.id);
  const asAda = { ...ctx, viewerId: ada.id, principal: { kind: "person", personId: ada.id, sessionId: null } as const };
  const { secret } = await createApiKey(asAda, {
    ...{ groupIds: [globalId("grp", HARBOUR)], kind: ApiKeyKind.SECRET, name: "Bench", scopes: [ApiScope.GROUPS_READ] },
  } as never);
  const app = await grantApp(dataSource, ada.id, ["profile:read", "groups:read"]);
  await linkIdentity(ctx, { issuer: issuer.trusted.issuer, subject: "ben|1" }, ada.id);
  return [
    ["nobody", {}],
    ["nobody again", {}],
    ["session", bearer(session.token)],
    ["publishable key", bearer(SITE_KEY, { origin: "http://localhost:8080" })],
    ["secret key", bearer(secret ?? "")],
    ["app", bearer(app.token)],
    ["other issuer", bearer(await issuer.token())],
  ];
}

function ask(url: string, agent: Agent, headers: Headers): Promise<number> {
  const before = performance.now();
  return new Promise((resolve, reject) => {
    const length = String(Buffer.byteLength(BODY));
    const sent = request(
      url,
      { method: "POST", agent, headers: { "content-type": "application/json", "content-length": length, ...headers } },
      (response) => {
        response.resume();
        response.once("end", () => {
          if (response.statusCode === 200) resolve(performance.now() - before);
          else reject(new Error(`answered ${response.statusCode}`));
        });
      },
    );
    sent.once("error", reject);
    sent.end(BODY);
  });
}

const at = (sorted: readonly number[], share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
const sorted = (times: readonly number[]): number[] => [...times].sort((a, b) => a - b);

await withMigratedDatabase(async (dataSource) => {
  const issuer = await startIssuer();
  const database = { dataSource, url: "", drop: () => Promise.resolve() };
  const api = await startApi({ database, settings: { trustedIssuers: [issuer.trusted] } });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    await plantDemo(testJobs(dataSource.manager, { clock: fixedClock() }).ctx);
    const kinds = (await credentials(api, issuer)).map(([name, headers]) => ({ name, headers, times: [] as number[] }));
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      for (let turn = 0; turn < kinds.length; turn++) {
        const kind = kinds[(turn + round + WARM_UP) % kinds.length];
        const ms = await ask(api.url, agent, kind?.headers ?? {});
        if (round >= 0) kind?.times.push(ms);
      }
    }
    const [nobody] = kinds;
    const base = sorted(nobody?.times ?? []);
    process.stdout.write(`${ROUNDS} requests each, in turn; { __typename }\n`);
    process.stdout.write("credential        p50 ms   p95 ms   p50 ratio   p50 added ms   p10 added ms\n");
    for (const { name, times } of kinds) {
      const own = sorted(times);
      const [p50, p95] = [at(own, 0.5), at(own, 0.95)];
      const added = p50 - at(base, 0.5);
      const cells = [p50.toFixed(3), p95.toFixed(3), (p50 / at(base, 0.5)).toFixed(2).padStart(9), added.toFixed(3)];
      cells.push((at(own, 0.1) - at(base, 0.1)).toFixed(3).padStart(9));
      process.stdout.write(`${name.padEnd(16)}  ${cells.join("    ")}${added > GOAL_MS ? "  above the goal" : ""}\n`);
      if (added > GOAL_MS) process.exitCode = 1;
    }
  } finally {
    agent.destroy();
    await api.close();
    await issuer.close();
  }
});
