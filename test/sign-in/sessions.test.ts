import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { globalId } from "../../src/platform/ids.ts";
import { runTimer } from "../../src/platform/jobs.ts";
import { Session } from "../../src/sign-in/session.entity.ts";
import { SignInChallenge } from "../../src/sign-in/sign-in-challenge.entity.ts";
import { type SignInApi, startSignInApi } from "../support/sign-in.ts";

let api: SignInApi;
beforeAll(async () => {
  api = await startSignInApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  api.mail.empty();
  for (const table of ["mails", "sign_in_challenges", "sessions", "people", "quotas"]) {
    await api.dataSource.query(`delete from ${table}`);
  }
});

const DAY_S = 86_400;
const statusOf = async (token: string): Promise<number> =>
  (await api.graphql("{ __typename }", {}, { as: token })).status;
const signOut = (token: string, everywhere: boolean) =>
  api.graphql(
    "mutation($everywhere: Boolean!) { signOut(input: { everywhere: $everywhere }) { sessionsEnded errors { code } } }",
    { everywhere },
    { as: token },
  );

/** Every way in which an operation may be answered. */
const OPERATIONS: readonly [string, string][] = [
  ["nothing of the database", "{ __typename }"],
  ["one statement", "{ viewer { id } }"],
  ["one statement and some work besides", "{ viewer { sessions(first: 1) { edges { node { isCurrent } } } } }"],
  ["an act", 'mutation { updateProfile(input: { displayName: "Ada" }) { person { id } } }'],
];

describe.each(OPERATIONS)("a session of somebody who asks for %s", (_what, operation) => {
  const ask = (token: string) => api.graphql(operation, {}, { as: token });
  const ended = async () => {
    await api.dataSource.query("update sessions set ended_at = $1", [api.clock.now()]);
  };

  test("is over as soon as it was ended elsewhere, however lately it was used", async () => {
    const token = await api.signIn("ada@example.org");
    expect([(await ask(token)).status, (await ask(token)).status]).toEqual([200, 200]);
    await ended();
    const { status, errors, data, headers } = await ask(token);
    expect({ status, data, codes: errors?.map(({ extensions }) => extensions.code) }).toEqual({
      status: 401,
      data: undefined,
      codes: ["UNAUTHENTICATED"],
    });
    expect(errors?.[0]?.extensions).not.toHaveProperty("http");
    expect(headers.get("www-authenticate")).toBe('Bearer realm="wellmet", error="invalid_token"');
    expect((await ask(token)).status).toBe(401);
  });

  test("is not believed after it went to somebody else", async () => {
    const [adas, bens] = [await api.signIn("ada@example.org"), await api.signIn("ben@example.org")];
    await ask(adas);
    const [ben] = await api.dataSource.query(
      "select person_id from sessions order by created_at desc, id desc limit 1",
    );
    await api.dataSource.query("delete from sessions where person_id = $1", [ben.person_id]);
    await api.dataSource.query("update sessions set person_id = $1", [ben.person_id]);
    expect(await ask(adas)).toMatchObject({ status: 503, errors: [{ extensions: { code: "UNAVAILABLE" } }] });
    expect((await api.graphql("{ viewer { id } }", {}, { as: adas })).data).toEqual({
      viewer: { id: globalId("per", ben.person_id) },
    });
    expect((await ask(bens)).status).toBe(401);
  });

  test("has its use noted every five minutes, no oftener", async () => {
    const token = await api.signIn("ada@example.org");
    const signedInAt = api.clock.now();
    const lastSeenAt = async () => (await api.dataSource.manager.findOneByOrFail(Session, {})).lastSeenAt;
    await ask(token);
    api.clock.pass(299);
    await ask(token);
    expect(await lastSeenAt()).toEqual(signedInAt);
    api.clock.pass(1);
    expect((await ask(token)).status).toBe(200);
    expect(await lastSeenAt()).toEqual(api.clock.now());
  });
});

describe("a session", () => {
  test("of somebody signed out is over with the next request, and others go on", async () => {
    const [here, there, bens] = [
      await api.signIn("ada@example.org"),
      await api.signIn("ada@example.org"),
      await api.signIn("ben@example.org"),
    ];
    expect((await signOut(here, false)).data).toEqual({ signOut: { sessionsEnded: 1, errors: [] } });
    expect(await Promise.all([here, there, bens].map(statusOf))).toEqual([401, 200, 200]);
  });

  test("threat 35: ends everywhere at once", async () => {
    const adas = [await api.signIn("ada@example.org"), await api.signIn("ada@example.org")];
    const bens = await api.signIn("ben@example.org");
    expect((await signOut(adas[0] ?? "", true)).data).toEqual({ signOut: { sessionsEnded: 2, errors: [] } });
    expect(await Promise.all([...adas, bens].map(statusOf))).toEqual([401, 401, 200]);
  });

  test("is not there to be ended for visitors", async () => {
    const { data, errors } = await api.graphql("mutation { signOut(input: {}) { sessionsEnded } }");
    expect(data).toEqual({ signOut: null });
    expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  });

  test("threat 35: ends thirty days after its last use", async () => {
    const token = await api.signIn("ada@example.org");
    api.clock.pass(30 * DAY_S - 1);
    expect(await statusOf(token)).toBe(200);
    api.clock.pass(30 * DAY_S - 1);
    expect(await statusOf(token)).toBe(200);
    api.clock.pass(30 * DAY_S);
    expect(await statusOf(token)).toBe(401);
  });

  test("threat 35: ends 180 days after signing in, however much it is used", async () => {
    const token = await api.signIn("ada@example.org");
    for (let month = 1; month < 9; month++) {
      api.clock.pass(20 * DAY_S);
      expect(await statusOf(token)).toBe(200);
    }
    api.clock.pass(20 * DAY_S);
    expect(await statusOf(token)).toBe(401);
  });

  test("threat 38: is found by no token but its own", async () => {
    const token = await api.signIn("ada@example.org");
    const [{ token_hash }] = await api.dataSource.query("select encode(token_hash, 'hex') as token_hash from sessions");
    for (const other of [
      `ngs_${token_hash}`,
      token.toUpperCase(),
      token.slice(0, -1),
      `${token}0`,
      token.slice(4),
      "ngs_",
    ]) {
      expect(await statusOf(other)).toBe(401);
    }
  });

  test("remembers what the client called itself, cut to 300 characters", async () => {
    await api.signIn("ada@example.org", { "user-agent": "x".repeat(400) });
    expect(await api.dataSource.manager.find(Session)).toMatchObject([{ userAgent: "x".repeat(300) }]);
  });

  test("and its challenge are deleted a while after their end", async () => {
    const token = await api.signIn("ada@example.org");
    await api.signIn("ada@example.org");
    await signOut(token, false);
    const left = async () => [
      await api.dataSource.manager.count(Session),
      await api.dataSource.manager.count(SignInChallenge),
    ];
    await runTimer(api.jobs, "delete-ended-sessions-and-challenges");
    expect(await left()).toEqual([2, 2]);
    api.clock.pass(30 * DAY_S);
    await runTimer(api.jobs, "delete-ended-sessions-and-challenges");
    expect(await left()).toEqual([1, 0]);
  });
});

/** A browser that keeps cookies, on a page of ours. */
class Browser {
  readonly cookies = new Map<string, string>();
  constructor(readonly origin = "http://localhost:4000") {}

  async graphql(query: string, variables: object = {}) {
    const answer = await api.graphql(query, variables as Record<string, unknown>, {
      headers: {
        origin: this.origin,
        ...(this.cookies.size > 0 ? { cookie: [...this.cookies].map((pair) => pair.join("=")).join("; ") } : {}),
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  requestSignIn = (email: string) =>
    this.graphql("mutation($email: String!) { requestSignIn(input: { email: $email }) { errors { code } } }", {
      email,
    });

  signInWithLink = (token: string) =>
    this.graphql(
      "mutation($token: String!) { signInWithLink(input: { token: $token, asCookie: true }) { sessionToken errors { code } } }",
      { token },
    );
}

describe("a browser", () => {
  const email = "ada@example.org";

  test("signs in by its link, keeps the session in a cookie, and forgets it on signing out", async () => {
    const browser = new Browser();
    await browser.requestSignIn(email);
    const { linkToken } = await api.mailed(email);
    const { data, headers } = await browser.signInWithLink(linkToken);
    expect(data).toEqual({ signInWithLink: { sessionToken: null, errors: [] } });
    expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^sid=ngs_[0-9a-f]{64}; .*HttpOnly; SameSite=Lax$/)]);
    const ended = await browser.graphql("mutation { signOut(input: {}) { sessionsEnded } }");
    expect(ended.data).toEqual({ signOut: { sessionsEnded: 1 } });
    expect(browser.cookies.has("sid")).toBe(false);
  });

  test("other than the one that asked cannot use the link", async () => {
    await new Browser().requestSignIn(email);
    const { linkToken } = await api.mailed(email);
    const other = new Browser();
    await other.requestSignIn("cleo@example.org");
    const { data } = await other.signInWithLink(linkToken);
    expect(data).toEqual({ signInWithLink: { sessionToken: null, errors: [{ code: "INVALID" }] } });
    expect(other.cookies.has("sid")).toBe(false);
  });

  test("threat 35: that came with a session somebody else planted gets a new one, and the planted one is refused", async () => {
    const browser = new Browser();
    const planted = `ngs_${"0".repeat(64)}`;
    browser.cookies.set("sid", planted);
    expect((await browser.requestSignIn(email)).status).toBe(401);
    expect(browser.cookies.has("sid")).toBe(false);
    await browser.requestSignIn(email);
    await browser.signInWithLink((await api.mailed(email)).linkToken);
    expect(browser.cookies.get("sid")).toMatch(/^ngs_[0-9a-f]{64}$/);
    expect(browser.cookies.get("sid")).not.toBe(planted);
    expect(await statusOf(planted)).toBe(401);
  });

  test("threat 35: gets a new token with each sign-in", async () => {
    const browser = new Browser();
    const tokens = new Set<string | undefined>();
    for (let time = 1; time <= 2; time++) {
      await browser.requestSignIn(email);
      await browser.signInWithLink((await api.mailed(email)).linkToken);
      tokens.add(browser.cookies.get("sid"));
    }
    expect(tokens.size).toBe(2);
  });

  test("threat 36: on a foreign page cannot use the cookie", async () => {
    const browser = new Browser();
    await browser.requestSignIn(email);
    await browser.signInWithLink((await api.mailed(email)).linkToken);
    const foreign = new Browser("https://evil.example");
    foreign.cookies.set("sid", browser.cookies.get("sid") ?? "");
    expect((await foreign.graphql("mutation { signOut(input: {}) { sessionsEnded } }")).status).toBe(403);
    expect(await api.dataSource.manager.find(Session)).toMatchObject([{ endedAt: null }]);
  });

  test("threat 36: gets cookies over HTTPS only, under names that no sub-domain can set, where we are reached so", async () => {
    const secure = await startSignInApi({ settings: { publicUrl: "https://wellmet.example" } });
    const asked = await secure.requestSignIn(email);
    const { code } = await secure.mailed(email);
    const signedIn = await secure.signInWithCode({ email, code, asCookie: true });
    await secure.close();
    expect(asked.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-link=ngb_.*Path=\/.*HttpOnly; Secure; SameSite=Lax$/),
    ]);
    expect(signedIn.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-sid=ngs_.*Path=\/.*HttpOnly; Secure; SameSite=Lax$/),
    ]);
  });
});
