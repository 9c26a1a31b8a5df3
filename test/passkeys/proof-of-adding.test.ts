/** A passkey is a way in for good: who adds one has just signed in, and its owner is told by mail. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { drainJobs } from "../../src/platform/jobs.ts";
import { createSession } from "../../src/sign-in/session.ts";
import { act, done } from "../support/act.ts";
import { Authenticator } from "../support/authenticator.ts";
import { type CastApi, type CastName, keyOf, makePerson, startWithCast } from "../support/cast.ts";
import { StillClock, type TestJobs, testJobs } from "../support/jobs.ts";
import { TEST_NOW, testSettings } from "../support/start-api.ts";

const MINUTE = 60;
let api: CastApi;
let clock: StillClock;
let jobs: TestJobs;
beforeAll(async () => {
  clock = new StillClock(TEST_NOW.toISOString());
  api = await startWithCast({ clock });
  const { secretKey, publicUrl } = testSettings;
  jobs = testJobs(api.dataSource.manager, { clock, secretKey, publicUrl });
});
afterAll(() => api.close());

const BEGIN = "mutation { begun: beginPasskeyRegistration(input: {}) { optionsJson errors { code } } }";
interface Begun {
  begun: { optionsJson: string | null; errors: { code: string }[] };
}
const begin = async (token: string) => (await api.graphql<Begun>(BEGIN, {}, { as: token })).data?.begun;
const sessionOf = async (who: CastName) => (await createSession(jobs.ctx, keyOf(who))).token;

/** Subjects and texts of the mails that went to an address. */
async function mailsTo(address: string): Promise<string[]> {
  await drainJobs(jobs.deps);
  return jobs.mail
    .read()
    .filter(({ headers }) => headers["to"] === address)
    .map(({ headers, text }) => `${headers["subject"]}\n${text}`);
}

async function register(who: string): Promise<string> {
  const options: string = (await done(api, who, "beginPasskeyRegistration", {}, "optionsJson"))["optionsJson"];
  const credentialJson = new Authenticator().register(options);
  const input = { credentialJson, name: "My telephone" };
  return (await done(api, who, "registerPasskey", input, "passkey { id }"))["passkey"].id;
}

test("adding and removing one are told at the address that its owner proved", async () => {
  const passkeyId = await register("ben");
  expect(await mailsTo("ben@example.org")).toEqual([
    expect.stringMatching(/^A passkey was added\n[^]*“My telephone”[^]*localhost:4000/),
  ]);
  await done(api, "ben", "renamePasskey", { passkeyId, name: "Lost telephone" });
  await done(api, "ben", "removePasskey", { passkeyId });
  expect((await mailsTo("ben@example.org"))[1]).toMatch(/^A passkey was removed\n[^]*“Lost telephone”/);
});

test("nobody is told at an address that was never proved, nor of what was refused", async () => {
  const { id } = await makePerson(api.dataSource, { email: "unproved@example.org", emailVerifiedAt: null });
  const passkeyId = await register(id);
  expect((await act(api, id, "removePasskey", { passkeyId })).codes).toEqual(["CONFLICT"]);
  expect(await mailsTo("unproved@example.org")).toEqual([]);
});

test("threat 37: a session of more than a quarter of an hour adds none, until its owner signs in again", async () => {
  const token = await sessionOf("dev");
  clock.pass(15 * MINUTE - 1);
  expect(await begin(token)).toEqual({ optionsJson: expect.any(String), errors: [] });
  clock.pass(1);
  expect(await begin(token)).toEqual({ optionsJson: null, errors: [{ code: "CONFLICT" }] });
  expect((await begin(await sessionOf("dev")))?.errors).toEqual([]);
  // Everything else goes on.
  expect((await api.graphql("{ viewer { id } }", {}, { as: token })).errors).toBeUndefined();
});
