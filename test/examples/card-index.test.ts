/** The program that readers copy, run as they run it, with a browser's part played by a client without scripts. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { systemClock } from "../../src/platform/clock.ts";
import { type DemoServer, startDemoServer } from "../support/demo-server.ts";
import { Visitor } from "../support/oauth.ts";

const FOLDER = "examples/command-line";
const tokensFile = join(mkdtempSync(join(tmpdir(), "wellmet-example-")), "tokens.json");

let demo: DemoServer;
beforeAll(async () => {
  demo = await startDemoServer();
});
afterAll(() => demo.close());

const cardIndex = (command: string): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [`${FOLDER}/card-index.mjs`, command], {
    env: { PATH: process.env["PATH"], WELLMET_URL: demo.home, TOKENS_FILE: tokensFile },
  });

/** What a run of it prints, and how it ends. */
async function ran(child: ChildProcessWithoutNullStreams): Promise<{ said: string; complained: string; code: number }> {
  let [said, complained] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (complained += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  return { said, complained, code };
}
const run = (command: string) => ran(cardIndex(command));

const BEN = "ben@harbour.example";
const SCOPES = ["profile:read", "meetings:read", "offline_access"];

/** Where the program sends the member, as soon as it has said so. */
async function linkOf(child: ChildProcessWithoutNullStreams): Promise<string> {
  let said = "";
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    said += chunk.toString();
    const link = /^http\S+$/m.exec(said)?.[0];
    if (link !== undefined && said.endsWith("\n")) return link;
  }
  throw new Error(`It ended: ${said}`);
}

/** Signs Ben in by the code of a mail, and says yes. */
async function sayYes(link: string, scopes: readonly string[]): Promise<URL> {
  const visitor = new Visitor(demo.api, systemClock, demo.home);
  const emailPage = await visitor.go(link);
  const codePage = await visitor.submit(emailPage, [
    ["email", BEN],
    ["action", "mail"],
  ]);
  const code = await demo.mailedCode(BEN);
  const consentPage = await visitor.submit(codePage, [
    ["email", BEN],
    ["code", code],
    ["action", "code"],
  ]);
  expect(consentPage.text).toContain("Card Index asks to act for you");
  return (await visitor.allow(consentPage, scopes)).url;
}

async function connect(scopes: readonly string[]): Promise<void> {
  const child = cardIndex("connect");
  const back = await sayYes(await linkOf(child), scopes);
  expect(back.href).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/return\?code=ngc_/);
  const done = ran(child);
  expect((await fetch(new URL("/favicon.ico", back))).status).toBe(404);
  expect(await (await fetch(back)).text()).toContain("close this page");
  expect(await done).toEqual({ said: "Connected.\n", complained: "", code: 0 });
}

test("connects a member, asks, refreshes, and gives it all back", async () => {
  expect(await run("show")).toMatchObject({ complained: expect.stringContaining("run `connect` first"), code: 1 });

  await connect(SCOPES);
  expect(statSync(tokensFile).mode & 0o777).toBe(0o600);
  const shown = await run("show");
  expect(shown).toMatchObject({ complained: "", code: 0 });
  expect(shown.said).toMatch(/^Ben Lindqvist, Bookkeeper/);
  expect(shown.said).toContain("Coffee on the quay, Harbour Breakfast");

  const before = JSON.parse(readFileSync(tokensFile, "utf8")) as Record<string, unknown>;
  writeFileSync(tokensFile, JSON.stringify({ ...before, endsAt: 0 }));
  expect((await run("show")).said).toBe(shown.said);
  const after = JSON.parse(readFileSync(tokensFile, "utf8")) as Record<string, unknown>;
  expect(after["refresh_token"]).not.toBe(before["refresh_token"]);

  expect(await run("disconnect")).toEqual({ said: "Disconnected.\n", complained: "", code: 0 });
  for (const token of [after["access_token"], before["access_token"]]) {
    expect((await demo.api.graphql("{ __typename }", {}, { as: String(token) })).status).toBe(401);
  }
  expect((await run("show")).code).toBe(1);
});

test("does with less where the member gave less, and says so when it was taken back", async () => {
  await connect(["profile:read", "offline_access"]);
  const shown = await run("show");
  expect(shown.said).toBe("Ben Lindqvist, Bookkeeper for people who draw, cook and build\n");
  expect(shown.complained).toContain("meetings");

  await demo.api.dataSource.query("update app_grants set ended_at = now()");
  expect(await run("show")).toMatchObject({ complained: expect.stringContaining("connect again"), code: 1 });
});

test("asks for the same library that it is tested with", () => {
  const wanted = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Record<string, Record<string, string>>;
  const { dependencies } = wanted(`${FOLDER}/package.json`);
  expect(dependencies).toEqual({ "openid-client": wanted("package.json")["devDependencies"]?.["openid-client"] });
});
