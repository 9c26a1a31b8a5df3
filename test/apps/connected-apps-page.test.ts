/** The page on which a member sees what apps may do, and takes it back: through forms, as a browser without scripts sends them. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { AppReviewState } from "../../src/apps/app.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import { grantApp, makeApp } from "../support/apps.ts";
import { type CastApi, keyOf } from "../support/cast.ts";
import { asking, HOME, openidClient, startForApps, Visitor } from "../support/oauth.ts";
import { TEST_NOW } from "../support/start-api.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startForApps();
});
afterAll(() => api.close());

const PAGE = "/connected-apps";
const status = async (token: string) => (await api.graphql("{ __typename }", {}, { as: token })).status;
const grantOf = async (id: string) =>
  (await api.dataSource.query("select scopes, group_ids, ended_at from app_grants where id = $1", [id]))[0];

test("says which apps act for the member, how far, and when they last asked", async () => {
  const ada = keyOf("ada");
  const app = await makeApp(api.dataSource, {
    ownerId: ada,
    name: "Cards & <Co>",
    websiteUrl: "https://cards.example",
  });
  const { grant } = await grantApp(api.dataSource, ada, ["profile:read", "meetings:read"], {
    app,
    groupIds: [keyOf("harbourBreakfast")],
  });
  await api.dataSource.query("update app_grants set last_used_at = $2 where id = $1", [grant.id, TEST_NOW]);
  const { status, text, headers } = await (await new Visitor(api).signedInAs("ada")).go(PAGE);
  expect(status).toBe(200);
  expect(text).toContain("Cards &amp; &lt;Co&gt;");
  for (const said of ["https://cards.example", "Read your groups&#39; meetings.", "Only in: Harbour Breakfast."])
    expect(text).toContain(said);
  expect(text).toContain(`Last asked</dt><dd><time datetime="${TEST_NOW.toISOString()}">`);
  expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(text).not.toMatch(/<script|javascript:/i);
});

test("shows nobody else's apps, nor those that were disconnected", async () => {
  await grantApp(api.dataSource, keyOf("ben"), ["profile:read"]);
  const { text } = await (await new Visitor(api).signedInAs("cleo")).go(PAGE);
  expect(text).toContain("No app acts for you.");
  const { grant } = await grantApp(api.dataSource, keyOf("cleo"), ["profile:read"]);
  await api.dataSource.query("update app_grants set ended_at = created_at where id = $1", [grant.id]);
  expect((await (await new Visitor(api).signedInAs("cleo")).go(PAGE)).text).toContain("No app acts for you.");
});

test("warns of apps that nobody has checked, and says which were stopped", async () => {
  const dev = keyOf("dev");
  const [unchecked, stopped] = [
    await makeApp(api.dataSource, { ownerId: dev, reviewState: AppReviewState.UNREVIEWED }),
    await makeApp(api.dataSource, { ownerId: dev, disabledAt: TEST_NOW }),
  ];
  for (const app of [unchecked, stopped]) await grantApp(api.dataSource, dev, ["profile:read"], { app });
  const { text } = await (await new Visitor(api).signedInAs("dev")).go(PAGE);
  expect(text.match(/Nobody has checked this app/g)).toHaveLength(1);
  expect(text.match(/has been stopped/g)).toHaveLength(1);
});

test("disconnects with effect on the next request, and once only (threat 24)", async () => {
  const { grant, token } = await grantApp(api.dataSource, keyOf("hana"), ["profile:read"]);
  const hana = await new Visitor(api).signedInAs("hana");
  const page = await hana.go(PAGE);
  expect(await status(token)).toBe(200);
  const disconnect = [["app", globalId("cap", grant.id)] as const, ["action", "disconnect"] as const];
  const after = await hana.submit(page, disconnect);
  expect(await status(token)).toBe(401);
  expect([after.url.href, after.text.includes("gets nothing")]).toEqual([`${HOME}${PAGE}?done=disconnected`, true]);
  expect((await hana.submit(page, disconnect)).text).toContain('role="alert"');
});

test("takes a part back: scopes and groups, and adds none", async () => {
  const groupIds = [keyOf("harbourBreakfast")];
  const { grant } = await grantApp(api.dataSource, keyOf("kit"), ["profile:read", "contact:read", "groups:read"]);
  const kit = await new Visitor(api).signedInAs("kit");
  const app = ["app", globalId("cap", grant.id)] as const;
  const narrow = ["action", "narrow"] as const;
  const page = await kit.go(PAGE);
  const ticks = [app, ["scope", "groups:read"] as const, ["groups", "all"] as const, narrow];
  expect((await kit.submit(page, ticks)).text).toContain("Taken back.");
  expect(await grantOf(grant.id)).toMatchObject({ scopes: ["groups:read"], group_ids: null });

  const some = [["groups", "some"] as const, ["group", groupIds[0] ?? ""] as const];
  const more = [app, ["scope", "groups:read"] as const, ["scope", "contact:read"] as const, ...some, narrow];
  expect((await kit.submit(page, more)).text).toContain("The app does not have this scope.");
  await kit.submit(page, [app, ["scope", "groups:read"], ...some, narrow]);
  expect(await grantOf(grant.id)).toMatchObject({ scopes: ["groups:read"], group_ids: groupIds });
  expect((await kit.go(PAGE)).text).not.toContain('value="all"');
});

test("acts for nobody but the member, from this page, in this browser (threats 25 and 36)", async () => {
  const { grant, token } = await grantApp(api.dataSource, keyOf("finn"), ["profile:read"]);
  const disconnect = [["app", globalId("cap", grant.id)] as const, ["action", "disconnect"] as const];
  const eva = await new Visitor(api).signedInAs("eva");
  const page = await eva.go(PAGE);
  expect((await eva.submit(page, disconnect)).text).toContain('role="alert"');
  expect((await new Visitor(api).submit(page, disconnect)).text).toContain("Send me a code");
  const finn = await new Visitor(api).signedInAs("finn");
  for (const origin of ["https://evil.example", "null"])
    expect((await finn.submit(page, disconnect, { origin })).status).toBe(403);
  expect((await finn.submit(page, disconnect, { "content-type": "text/plain" })).status).toBe(415);
  expect((await finn.go(PAGE, { method: "DELETE" })).status).toBe(405);
  // A token of the app itself opens no page.
  const asApp = await new Visitor(api).go(PAGE, { headers: { authorization: `Bearer ${token}` } });
  expect(asApp.text).toContain("Send me a code");
  expect(await status(token)).toBe(200);
});

test("asks whoever is not signed in to do so, and signs out", async () => {
  const visitor = new Visitor(api);
  const page = await visitor.go(PAGE);
  const asked = await visitor.submit(page, [
    ["email", "ben@example.org"],
    ["action", "mail"],
  ]);
  expect(asked.text).toContain("a code is on its way");
  const wrong = await visitor.submit(page, [
    ["email", "ben@example.org"],
    ["code", "00000000"],
    ["action", "code"],
  ]);
  expect([wrong.status, wrong.text.includes('role="alert"')]).toEqual([200, true]);

  const remy = await new Visitor(api).signedInAs("remy");
  const out = await remy.submit(await remy.go(PAGE), [["action", "sign-out"]]);
  expect(out.text).toContain("Send me a code");
  expect(remy.cookies.has("__Host-sid")).toBe(false);
});

test("is linked from the page of consent", async () => {
  const app = await makeApp(api.dataSource, { ownerId: keyOf("ada") });
  const { url } = await asking(await openidClient(api, app), app, "openid profile:read");
  const consent = await (await new Visitor(api).signedInAs("ben")).go(url);
  expect(consent.text).toContain(`<a href="${PAGE}">Connected apps</a>`);
});

test("an address that is none is said to be so, and mailed nothing", async () => {
  const visitor = new Visitor(api);
  const page = await visitor.go(PAGE);
  for (const email of ["nobody", "a@b.example\r\nbcc: c@d.example", `${"a".repeat(300)}@example.org`]) {
    const answer = await visitor.submit(page, [
      ["email", email],
      ["action", "mail"],
    ]);
    expect([answer.status, answer.text.includes('role="alert"')]).toEqual([200, true]);
  }
});
