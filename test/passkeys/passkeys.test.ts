/** Signing in by a device. Threats have the numbers of the list that the service is tested against. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { runTimer } from "../../src/platform/jobs.ts";
import { act, done } from "../support/act.ts";
import { Authenticator, type Ways } from "../support/authenticator.ts";
import { type CastApi, idOf, keyOf, makePerson, startWithCast } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { TEST_NOW } from "../support/start-api.ts";

let api: CastApi;
let clock: StillClock;
beforeAll(async () => {
  clock = new StillClock(TEST_NOW.toISOString());
  api = await startWithCast({ clock });
});
afterAll(() => api.close());

const beginRegistration = async (who: string): Promise<string> =>
  (await done(api, who, "beginPasskeyRegistration", {}, "optionsJson"))["optionsJson"];
const beginSignIn = async (): Promise<string> =>
  (await done(api, null, "beginPasskeySignIn", {}, "optionsJson"))["optionsJson"];
const register = (who: string, device: Authenticator, options: string, ways?: Ways) =>
  act(
    api,
    who,
    "registerPasskey",
    { credentialJson: device.register(options, ways), name: "My telephone" },
    "passkey { id }",
  );
const signIn = (device: Authenticator, options: string, ways?: Ways) =>
  act(
    api,
    null,
    "signInWithPasskey",
    { credentialJson: device.signIn(options, ways) },
    "sessionToken viewer { id passkeys { totalCount } }",
  );

/** A device that a person registered. */
async function deviceOf(who: string): Promise<{ device: Authenticator; passkeyId: string }> {
  const device = new Authenticator();
  const { payload, codes } = await register(who, device, await beginRegistration(who));
  expect(codes).toEqual([]);
  return { device, passkeyId: payload?.["passkey"].id };
}

test("a person registers a device, signs in with it, renames it and takes it away", async () => {
  const { device, passkeyId } = await deviceOf("ben");
  const { payload } = await signIn(device, await beginSignIn());
  expect(payload?.["viewer"]).toEqual({ id: idOf("ben"), passkeys: { totalCount: 1 } });
  const token: string = payload?.["sessionToken"];
  const seen = async (as: string) =>
    (
      await api.graphql(
        "{ viewer { sessions { edges { node { method isCurrent } } } passkeys { edges { node { id name isBackedUp lastUsedAt } } } } }",
        {},
        { as },
      )
    ).data;
  await done(api, "ben", "renamePasskey", { passkeyId, name: "Old telephone" });
  expect(await seen(token)).toMatchObject({
    viewer: {
      passkeys: {
        edges: [
          { node: { id: passkeyId, name: "Old telephone", isBackedUp: false, lastUsedAt: TEST_NOW.toISOString() } },
        ],
      },
    },
  });
  expect(JSON.stringify(await seen(token))).toContain('{"method":"PASSKEY","isCurrent":true}');
  await done(api, "ben", "removePasskey", { passkeyId });
  expect((await signIn(device, await beginSignIn())).codes).toEqual(["INVALID"]);
  expect(await seen(token)).toMatchObject({ viewer: { passkeys: { edges: [] } } });
});

test("threat 37: a registration from another page, for another domain, unverified or of another challenge is refused", async () => {
  const refused: Ways[] = [
    { origin: "https://evil.example" },
    { origin: "http://localhost:4001" },
    { domain: "evil.example" },
    { isVerified: false },
    { challenge: randomBytes(32).toString("base64url") },
  ];
  for (const ways of refused) {
    const { codes } = await register("ben", new Authenticator(), await beginRegistration("ben"), ways);
    expect([ways, codes]).toEqual([ways, ["INVALID"]]);
  }
  expect(await api.dataSource.query("select 1 from passkeys where person_id = $1", [keyOf("ben")])).toEqual([]);
});

test("threat 37: a sign-in from another page, for another domain, unverified or with a count that went back is refused", async () => {
  const { device } = await deviceOf("dev");
  expect((await signIn(device, await beginSignIn())).codes).toEqual([]);
  const refused: Ways[] = [
    { origin: "https://evil.example" },
    { domain: "evil.example" },
    { isVerified: false },
    { counter: 2 },
    { counter: 1 },
    { counter: 0 },
  ];
  for (const ways of refused) {
    const { codes, messages } = await signIn(device, await beginSignIn(), ways);
    expect([ways, codes, messages]).toEqual([ways, ["INVALID"], ["This passkey was not accepted. Begin again."]]);
  }
  expect((await signIn(device, await beginSignIn(), { counter: 7 })).codes).toEqual([]);
});

test("threat 37: a challenge is answered once, also at once, right or wrong, and in time", async () => {
  const { device } = await deviceOf("hana");
  const options = await beginSignIn();
  const answers = await Promise.all([0, 1, 2, 3].map(() => signIn(device, options)));
  expect(answers.flatMap(({ codes }) => codes)).toEqual(["INVALID", "INVALID", "INVALID"]);
  const spoilt = await beginSignIn();
  expect((await signIn(device, spoilt, { isVerified: false })).codes).toEqual(["INVALID"]);
  expect((await signIn(device, spoilt)).codes).toEqual(["INVALID"]);
  const [late, inTime] = [await beginSignIn(), await beginSignIn()];
  clock.pass(299);
  expect((await signIn(device, inTime)).codes).toEqual([]);
  clock.pass(1);
  expect((await signIn(device, late)).codes).toEqual(["INVALID"]);
});

test("threat 37: a challenge of one purpose or person is none of another", async () => {
  const { device } = await deviceOf("kit");
  const other = new Authenticator();
  const bens = await beginRegistration("ben");
  expect((await register("kit", other, bens)).codes).toEqual(["INVALID"]);
  expect((await register("ben", other, await beginSignIn())).codes).toEqual(["INVALID"]);
  expect((await signIn(device, await beginRegistration("kit"))).codes).toEqual(["INVALID"]);
});

test("threat 37: a key of somebody else is nobody's to register, to claim, to see, to rename or to remove", async () => {
  const { device, passkeyId } = await deviceOf("eva");
  expect((await register("finn", device, await beginRegistration("finn"))).codes).toEqual(["DUPLICATE"]);
  const { device: finns } = await deviceOf("finn");
  // Finn's device says that it is Eva's.
  const handle = JSON.parse(await beginRegistration("eva")).user.id as string;
  expect((await signIn(finns, await beginSignIn(), { userHandle: handle })).codes).toEqual(["INVALID"]);
  // And signs for Eva's key with its own.
  const forged = JSON.parse(finns.signIn(await beginSignIn()));
  const id = device.id.toString("base64url");
  const { codes } = await act(api, null, "signInWithPasskey", {
    credentialJson: JSON.stringify({ ...forged, id, rawId: id, response: { ...forged.response, userHandle: handle } }),
  });
  expect(codes).toEqual(["INVALID"]);
  expect((await act(api, "finn", "renamePasskey", { passkeyId, name: "Mine" })).codes).toEqual(["NOT_FOUND"]);
  expect((await act(api, "finn", "removePasskey", { passkeyId })).codes).toEqual(["NOT_FOUND"]);
  const { data } = await api
    .as("finn")
    .graphql(
      "query ($id: ID!, $eva: ID!) { node(id: $id) { id } eva: node(id: $eva) { ... on Person { passkeys { totalCount } } } }",
      {
        id: passkeyId,
        eva: idOf("eva"),
      },
    );
  expect(data).toEqual({ node: null, eva: { passkeys: null } });
});

test("threat 37: the last way in stays, and who has a proved address always has another", async () => {
  const { id } = await makePerson(api.dataSource, { email: null, emailVerifiedAt: null });
  const [one, other] = [await deviceOf(id), await deviceOf(id)];
  const both = await Promise.all([one, other].map(({ passkeyId }) => act(api, id, "removePasskey", { passkeyId })));
  expect(both.flatMap(({ codes }) => codes)).toEqual(["CONFLICT"]);
  const { passkeyId } = await deviceOf("cleo");
  expect((await act(api, "cleo", "removePasskey", { passkeyId })).codes).toEqual([]);
});

test("threat 30: what one is asked to sign in with names nobody, and what is no answer is refused like a wrong one", async () => {
  const options = JSON.parse(await beginSignIn());
  expect(options.allowCredentials ?? []).toEqual([]);
  expect(Object.keys(options).toSorted()).not.toContain("user");
  for (const credentialJson of [
    "",
    "{}",
    "null",
    "[1]",
    '{"id":1}',
    '{"id":"a","response":{"clientDataJSON":"e30"}}',
  ]) {
    const { codes } = await act(api, null, "signInWithPasskey", { credentialJson });
    expect([credentialJson, codes]).toEqual([credentialJson, ["INVALID"]]);
  }
});

test("a person has twenty passkeys at most, and devices that share a key say that they count none", async () => {
  const { id } = await makePerson(api.dataSource);
  const device = new Authenticator();
  expect((await register(id, device, await beginRegistration(id), { counter: 0 })).codes).toEqual([]);
  for (const counter of [0, 0]) expect((await signIn(device, await beginSignIn(), { counter })).codes).toEqual([]);
  for (let n = 1; n < 20; n++) await deviceOf(id);
  expect((await act(api, id, "beginPasskeyRegistration", {})).codes).toEqual(["LIMIT_REACHED"]);
});

test("threat 44: no table holds a challenge, and challenges go the day after they ran out", async () => {
  const { challenge } = JSON.parse(await beginSignIn()) as { challenge: string };
  const rows = await api.dataSource.query<{ row: string }[]>("select c::text as row from passkey_challenges c");
  expect(rows.length).toBeGreaterThan(0);
  const kept = rows.map(({ row }) => row).join("\n");
  for (const spelling of [challenge, Buffer.from(challenge, "base64url").toString("utf8")])
    expect(kept).not.toContain(spelling);
  clock.pass(86_400 + 300);
  await runTimer(testJobs(api.dataSource.manager, { clock }).deps, "delete-passkey-challenges");
  expect(await api.dataSource.query("select 1 from passkey_challenges")).toEqual([]);
});
