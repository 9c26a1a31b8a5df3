/** Saving one's own data by a form, as a browser without scripts sends it. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { drainJobs } from "../../src/platform/jobs.ts";
import { createReads } from "../../src/platform/reads/execute.ts";
import { done } from "../support/act.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { TEST_NOW, testSettings } from "../support/start-api.ts";
import { unzipped } from "../support/unzip.ts";

const clock = new StillClock(TEST_NOW.toISOString());
let api: CastApi;
let jobs: ReturnType<typeof testJobs>;
beforeAll(async () => {
  api = await startWithCast({ clock });
  const reads = createReads({ schema: api.server.schema, dataSource: api.dataSource });
  jobs = testJobs(api.dataSource.manager, { clock, reads, secretKey: testSettings.secretKey });
});
afterAll(() => api.close());

const send = (link: string, origin = testSettings.publicUrl) =>
  fetch(new URL("/own-data", api.url), { method: "POST", headers: { origin }, body: new URLSearchParams({ link }) });

test("who pastes the link of the mail saves the archive, until it runs out; nobody else does", async () => {
  await done(api, "ben", "exportMyData", {}, "expiresAt");
  await drainJobs(jobs.deps);
  const link = /https?:\S+\/own-data#ngz_[0-9a-f]{64}/.exec(jobs.mail.read().at(-1)?.text ?? "")?.[0] ?? "";

  const saved = await send(` ${link} `);
  expect(saved.headers.get("content-type")).toBe("application/zip");
  expect(saved.headers.get("content-disposition")).toBe('attachment; filename="my-data.zip"');
  expect(saved.headers.get("cache-control")).toBe("no-store");
  const files = unzipped(Buffer.from(await saved.arrayBuffer()));
  expect(JSON.parse(files.get("my-data.json") ?? "")).toMatchObject({
    person: { contact: { email: "ben@example.org" } },
  });

  expect((await send(link, "https://evil.example")).status).toBe(403);
  const usedUp = /role="alert">This link is used up\..*name="link"/s;
  expect(await (await send(`${link}0`)).text()).toMatch(usedUp);
  clock.pass(7 * 86_400 + 1);
  expect(await (await send(link)).text()).toMatch(usedUp);
});
