/** Every kind of secret that the service hands out is asked for, and looked for: in every table, and in the log. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import * as client from "openid-client";
import { drainJobs } from "../../src/platform/jobs.ts";
import { makeLog } from "../../src/platform/log.ts";
import { createReads } from "../../src/platform/reads/execute.ts";
import { scanTables } from "../../src/platform/scan-tables.ts";
import { createSession } from "../../src/sign-in/session.ts";
import { done, type Payload } from "../support/act.ts";
import { makeApp } from "../support/apps.ts";
import { type CastApi, type CastName, idOf, keyOf } from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";
import { makeMeeting } from "../support/meetings.ts";
import { asking, exchange, openidClient, startForApps, Visitor } from "../support/oauth.ts";
import { at, MovedClock } from "../support/rolls.ts";
import { testSettings } from "../support/start-api.ts";

const clock = new MovedClock();
const logged: string[] = [];
let api: CastApi;
let jobs: ReturnType<typeof testJobs>;
const secrets = new Map<string, string>();

beforeAll(async () => {
  clock.moveTo(at("05:50"));
  const log = makeLog("trace", { write: (line) => void logged.push(line) });
  api = await startForApps({ clock, log });
  const reads = createReads({ schema: api.server.schema, dataSource: api.dataSource });
  jobs = testJobs(api.dataSource.manager, { clock, log, reads, secretKey: testSettings.secretKey });
  await signIn();
  await actOnGroups();
  await letAppIn();
  for (const [name, secret] of await readMails()) secrets.set(name, secret);
});
afterAll(() => api.close());

const keep = (name: string, secret: unknown): void => void secrets.set(name, String(secret));
const tokenIn = (payload: Payload, field: string): string =>
  new URL(String(payload[field]), "https://x.example").searchParams.get("token") ?? "";

async function signIn(): Promise<void> {
  keep("session", (await createSession(jobs.ctx, keyOf("ben"))).token);
  keep(
    "browser",
    (await done(api, null, "requestSignIn", { email: "ben@example.org" }, "browserToken"))["browserToken"],
  );
  await done(api, "ben", "requestEmailChange", { email: "ben.new@example.org" });
  await done(api, "ben", "requestErasure", { email: "ben@example.org" });
  await done(api, "ben", "exportMyData", {});
}

async function actOnGroups(): Promise<void> {
  const groupId = idOf("harbourBreakfast");
  const act = (who: CastName | null, name: string, input: object, selection = "") =>
    done(api, who, name, { ...input }, selection);
  const key = { groupIds: [groupId], name: "Site" };
  const secret = await act(
    "ada",
    "createApiKey",
    { ...key, kind: "SECRET", scopes: ["GROUPS_READ"] },
    "secret apiKey { id }",
  );
  keep("secret key", secret["secret"]);
  keep("rotated key", (await act("ada", "rotateApiKey", { apiKeyId: secret["apiKey"].id }, "secret"))["secret"]);
  const origins = { kind: "PUBLISHABLE", allowedOrigins: ["https://groups.example"] };
  keep("publishable key", (await act("ada", "createApiKey", { ...key, ...origins }, "secret"))["secret"]);
  await act("ada", "inviteToGroup", { groupId, email: "new@example.org" });
  await act("ada", "proposeIntroduction", {
    ...{ partyAId: idOf("ben"), outsiderB: { email: "out@example.org", name: "Ola" }, reason: "Boats." },
  });
  keep("upload", tokenIn(await act("ada", "beginImport", { groupId, kind: "PEOPLE" }, "uploadPath"), "uploadPath"));
  keep("export of a group", tokenIn(await act("ada", "exportGroup", { groupId }, "path"), "path"));
  keep("code of a connection", (await act("ben", "offerConnection", {}, "code"))["code"]);
  const meeting = await makeMeeting(api.dataSource);
  await act(null, "requestVisit", { meetingId: meeting.globalId, email: "vera@example.org", name: "Vera" });
  keep("door", (await act("ada", "openDoor", { meetingId: meeting.globalId }, "token"))["token"]);
  keep("code at the entrance", (await act("ben", "makeCheckInCode", { meetingId: meeting.globalId }, "code"))["code"]);
}

async function letAppIn(): Promise<void> {
  const app = await makeApp(api.dataSource, { ownerId: keyOf("ada") });
  const config = await openidClient(api, app);
  const asked = await asking(config, app, "openid offline_access profile:read", { prompt: "consent" });
  const visitor = await new Visitor(api, clock).signedInAs("ben");
  const back = await visitor.allow(await visitor.go(asked.url), ["profile:read", "offline_access"]);
  keep("code of an app", back.url.searchParams.get("code"));
  const tokens = await exchange(config, asked, back.url);
  keep("access token", tokens.access_token);
  keep("refresh token", tokens.refresh_token);
  keep("verifier", asked.verifier);
  const next = await client.refreshTokenGrant(config, tokens.refresh_token ?? "");
  keep("next refresh token", next.refresh_token);
  for (const [name, value] of visitor.cookies) keep(`cookie ${name}`, value);
}

/** What mails hand over: links behind a `#`, and codes. */
async function readMails(): Promise<readonly (readonly [string, string])[]> {
  await drainJobs(jobs.deps);
  return jobs.mail
    .read()
    .flatMap(({ headers, text }) =>
      [...text.matchAll(/#(ng[a-z]_[0-9a-f]{64})$|code: (\d{8})$/gm)].map(
        ([, token, code]) =>
          [
            `mail “${headers["subject"]}” to ${headers["to"]}: ${token ? "link" : "code"}`,
            token ?? code ?? "",
          ] as const,
      ),
    );
}

test("there is a secret of every kind to look for", () => {
  const faint = [...secrets].filter(([, secret]) => secret.length < 8 || secret === "undefined" || secret === "null");
  expect(faint).toEqual([]);
  const mails = [...secrets.keys()].filter((name) => name.startsWith("mail"));
  expect(mails.length).toBeGreaterThanOrEqual(7);
  expect(secrets.size).toBeGreaterThanOrEqual(24);
});

test("threat 44: no table holds any of them in clear", async () => {
  const names = [...secrets.keys()];
  const found = await scanTables(api.dataSource.manager, [...secrets.values()]);
  expect(found.map(({ table, text }) => `${table}: ${names[text]}`)).toEqual([]);
});

test("threat 44: a secret that did stand in a table would be found, as text and as bytes", async () => {
  const { dataSource } = api;
  const [planted = "", other = ""] = [secrets.get("session"), secrets.get("access token")];
  await dataSource.query("update people set story = $1 where display_name = 'Cleo'", [`see ${planted}`]);
  await dataSource.query("insert into quotas (key, uses, resets_at) values ($1, 1, now())", [Buffer.from(other)]);
  const found = await scanTables(dataSource.manager, [planted, other]);
  expect(found).toEqual([
    { table: "public.people", text: 0 },
    { table: "public.quotas", text: 1 },
  ]);
});

test("threat 39: no line of the log holds any of them, though every request and mail is in it", () => {
  const text = logged.join("");
  expect(text).toContain("mail written");
  const found = [...secrets].filter(([, secret]) => text.includes(secret.replace(/^ng[a-z]_/, "")));
  expect(found.map(([name]) => name)).toEqual([]);
});
