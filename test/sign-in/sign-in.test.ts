import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { Person } from "../../src/people/person.entity.ts";
import { Session } from "../../src/sign-in/session.entity.ts";
import { SignInChallenge } from "../../src/sign-in/sign-in-challenge.entity.ts";
import { makePerson } from "../support/cast.ts";
import { type SignInApi, startSignInApi } from "../support/sign-in.ts";

// Commits for real: races, and what the next request finds, are what is tested.
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

const wrong = (code: string): string => (code === "00000000" ? "11111111" : "00000000");
const refusedCode = {
  sessionToken: null,
  errors: [{ code: "INVALID", message: expect.any(String), path: ["input", "code"] }],
};
const refusedLink = {
  sessionToken: null,
  errors: [{ code: "INVALID", message: expect.any(String), path: ["input", "token"] }],
};
const opensTheDoor = async (token: string): Promise<boolean> => {
  const { status } = await api.graphql("{ __typename }", {}, { as: token });
  expect([200, 401]).toContain(status);
  return status === 200;
};

describe("signing in with a code", () => {
  test("makes an account for an address that nobody knew", async () => {
    await api.requestSignIn("cleo@example.org");
    const { code } = await api.mailed("cleo@example.org");
    const { data } = await api.signInWithCode({ email: "cleo@example.org", code, displayName: "  Cleo   Quay " });
    expect(data.signInWithCode).toEqual({ sessionToken: expect.stringMatching(/^ngs_[0-9a-f]{64}$/), errors: [] });
    expect(await api.dataSource.manager.find(Person)).toMatchObject([
      { email: "cleo@example.org", displayName: "Cleo Quay", emailVerifiedAt: api.clock.now() },
    ]);
    expect(await opensTheDoor(data.signInWithCode.sessionToken)).toBe(true);
  });

  test("makes a walk-in the account of that same person, whose name stays", async () => {
    const walt = await makePerson(api.dataSource, {
      email: "walt@example.org",
      emailVerifiedAt: null,
      displayName: "Walt",
    });
    await api.requestSignIn(" WALT@Example.ORG ");
    const { code } = await api.mailed("walt@example.org");
    await api.signInWithCode({
      email: "Walt@example.org",
      code: `${code.slice(0, 4)} ${code.slice(4)}`,
      displayName: "X",
    });
    expect(await api.dataSource.manager.find(Person)).toMatchObject([
      { id: walt.id, displayName: "Walt", emailVerifiedAt: api.clock.now() },
    ]);
    expect(await api.dataSource.manager.find(Session)).toMatchObject([{ personId: walt.id, method: "CODE" }]);
  });

  test("makes nothing of the address public for who gives no name", async () => {
    await api.signIn("very.secret.name@example.org");
    const [person] = await api.dataSource.manager.find(Person);
    expect(person?.displayName).toBe("New member");
  });

  test("threat 33: keeps addresses apart that only look alike", async () => {
    // A plus-tag, and a dot, mean what the receiving host makes of them.
    for (const email of ["anna@example.org", "anna+club@example.org", "an.na@example.org"]) await api.signIn(email);
    expect(await api.dataSource.manager.count(Person)).toBe(3);
    // With a Cyrillic a.
    const { data } = await api.requestSignIn("\u0430nna@example.org");
    expect(data.requestSignIn.errors).toMatchObject([{ code: "INVALID", path: ["input", "email"] }]);
  });

  test("threat 33: no address brings a header, a second receiver or a line of its own into a mail", async () => {
    for (const email of [
      "ada@example.org\r\nBcc: eve@example.org",
      "ada@example.org\nBcc: eve@example.org",
      "ada@example.org\rBcc: eve@example.org",
      "Bcc: eve@example.org\r\n\r\nada@example.org",
      "ada\r\n @example.org",
      "ada\u2028@example.org",
      "ada@example.org, eve@example.org",
      "ada@example.org;eve@example.org",
      "Ada <ada@example.org>",
    ]) {
      const { data } = await api.requestSignIn(email);
      expect(data.requestSignIn.errors).toMatchObject([{ code: "INVALID", path: ["input", "email"] }]);
    }
    expect(await api.dataSource.query("select id from mails")).toEqual([]);
    await api.requestSignIn("ada@example.org");
    await api.mailed("ada@example.org");
    expect(api.mail.read().map(({ headers }) => [headers["to"], headers["bcc"], headers["cc"]])).toEqual([
      ["ada@example.org", undefined, undefined],
    ]);
  });

  test("announces the person, and whether it is their first time", async () => {
    await api.signIn("ada@example.org");
    await api.signIn("ada@example.org");
    const events = await api.dataSource.query(
      "select payload from events where name = 'person.signed-in' order by position desc limit 2",
    );
    expect(events.map((event: { payload: object }) => event.payload)).toMatchObject([
      { isFirst: false },
      { isFirst: true },
    ]);
  });

  test("refuses bad addresses and codes as data, with a path", async () => {
    for (const email of [
      "",
      "ada",
      "ada@",
      "ada@example.org\nBcc: ben@example.org",
      `${"a".repeat(250)}@example.org`,
      "a\u0001@b.org",
    ]) {
      const { data } = await api.requestSignIn(email);
      expect(data.requestSignIn).toMatchObject({
        codeExpiresAt: null,
        errors: [{ code: "INVALID", path: ["input", "email"] }],
      });
    }
    const { data } = await api.signInWithCode({ email: "ada@example.org", code: "1".repeat(33) });
    expect(data.signInWithCode.errors).toMatchObject([{ code: "INVALID", path: ["input", "code"] }]);
    expect(await api.dataSource.manager.count(SignInChallenge)).toBe(0);
  });
});

describe("threat 30: nobody learns who has an account", () => {
  test("known, unknown and walk-in addresses get the same answer, and a mail each", async () => {
    await makePerson(api.dataSource, { email: "ada@example.org" });
    await makePerson(api.dataSource, { email: "walt@example.org", emailVerifiedAt: null });
    const shapes = [];
    for (const email of ["ada@example.org", "walt@example.org", "nobody@example.org"]) {
      const { status, data, errors } = await api.requestSignIn(email);
      data.requestSignIn.browserToken = data.requestSignIn.browserToken.replace(/[0-9a-f]{64}/, "…");
      shapes.push({ status, data, errors });
      expect((await api.mailed(email)).code).toMatch(/^\d{8}$/);
    }
    expect(shapes[1]).toEqual(shapes[0]);
    expect(shapes[2]).toEqual(shapes[0]);
  });

  test("asking looks nobody up: it works with the table of people out of reach", async () => {
    await api.dataSource.query("alter table people rename to people_away");
    const { data } = await api.requestSignIn("ada@example.org");
    await api.dataSource.query("alter table people_away rename to people");
    expect(data.requestSignIn.errors).toEqual([]);
  });

  test("a wrong code says the same for known, unknown and never asked", async () => {
    await makePerson(api.dataSource, { email: "ada@example.org" });
    await api.requestSignIn("ada@example.org");
    await api.requestSignIn("nobody@example.org");
    const answers = [];
    for (const email of ["ada@example.org", "nobody@example.org", "never@example.org"]) {
      answers.push((await api.signInWithCode({ email, code: "12" })).data);
    }
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
  });
});

describe("a code", () => {
  const email = "ada@example.org";
  const ask = async (): Promise<string> => {
    await api.requestSignIn(email);
    return (await api.mailed(email)).code;
  };

  test("threat 32: is good once", async () => {
    const code = await ask();
    expect((await api.signInWithCode({ email, code })).data.signInWithCode.errors).toEqual([]);
    expect((await api.signInWithCode({ email, code })).data.signInWithCode).toEqual(refusedCode);
  });

  test("threat 32: is good for one of five who type it at once", async () => {
    const code = await ask();
    const answers = await whenAllHaveCounted(5, () =>
      Promise.all(Array.from({ length: 5 }, () => api.signInWithCode({ email, code }))),
    );
    expect(answers.filter((answer) => answer.data.signInWithCode.sessionToken !== null)).toHaveLength(1);
    expect(await api.dataSource.manager.count(Session)).toBe(1);
    expect(await api.dataSource.manager.count(Person)).toBe(1);
  });

  /** Lets nobody use the challenge up before so many attempts were counted, each of which compared well. */
  async function whenAllHaveCounted<T>(attempts: number, work: () => Promise<T>): Promise<T> {
    const gate = 4711;
    await api.dataSource.query(`
      create function wait_at_the_gate() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock_shared(${gate}); return null; end $$;
      create trigger gate before update of used_at on sign_in_challenges execute function wait_at_the_gate()`);
    const keeper = api.dataSource.createQueryRunner();
    await keeper.query("select pg_advisory_lock($1)", [gate]);
    const working = work();
    for (let counted = 0; counted < attempts; ) {
      [{ counted }] = await api.dataSource.query("select max(attempts) as counted from sign_in_challenges");
    }
    await keeper.query("select pg_advisory_unlock($1)", [gate]);
    await keeper.release();
    const done = await working;
    await api.dataSource.query("drop trigger gate on sign_in_challenges; drop function wait_at_the_gate()");
    return done;
  }

  test("threat 31: is dead after five wrong ones, even when they come at once", async () => {
    const code = await ask();
    await Promise.all(Array.from({ length: 8 }, () => api.signInWithCode({ email, code: wrong(code) })));
    expect((await api.signInWithCode({ email, code })).data.signInWithCode).toEqual(refusedCode);
    expect(await api.dataSource.manager.find(SignInChallenge)).toMatchObject([{ attempts: 5, usedAt: null }]);
  });

  test("threat 31: is still good after four wrong ones", async () => {
    const code = await ask();
    for (let attempt = 1; attempt <= 4; attempt++) await api.signInWithCode({ email, code: wrong(code) });
    expect((await api.signInWithCode({ email, code })).data.signInWithCode.errors).toEqual([]);
  });

  test("threat 31: counts an attempt even if what follows is rolled back", async () => {
    const code = await ask();
    await api.dataSource.query("alter table sessions rename to sessions_away");
    const { errors } = await api.signInWithCode({ email, code });
    await api.dataSource.query("alter table sessions_away rename to sessions");
    expect(errors).toMatchObject([{ extensions: { code: "INTERNAL_SERVER_ERROR" } }]);
    expect(await api.dataSource.manager.find(SignInChallenge)).toMatchObject([{ attempts: 1, usedAt: null }]);
    expect(await api.dataSource.manager.count(Person)).toBe(0);
  });

  test("threat 32: ends after ten minutes", async () => {
    const code = await ask();
    api.clock.pass(600);
    expect((await api.signInWithCode({ email, code })).data.signInWithCode).toEqual(refusedCode);
  });

  test("threat 32: ends when the next one is asked for", async () => {
    const first = await ask();
    const second = await ask();
    expect((await api.signInWithCode({ email, code: first })).data.signInWithCode).toEqual(refusedCode);
    expect((await api.signInWithCode({ email, code: second })).data.signInWithCode.errors).toEqual([]);
  });

  test("leaves one open challenge though five are asked for at once", async () => {
    await Promise.all(Array.from({ length: 5 }, () => api.requestSignIn(email)));
    const open = await api.dataSource.query("select 1 from sign_in_challenges where cancelled_at is null");
    expect(open).toHaveLength(1);
  });

  test("threat 32: is of no use for another address", async () => {
    const code = await ask();
    await api.requestSignIn("ben@example.org");
    expect((await api.signInWithCode({ email: "ben@example.org", code })).data.signInWithCode).toEqual(refusedCode);
  });

  test("of a cancelled or used request is not mailed any more", async () => {
    await api.requestSignIn(email);
    await api.requestSignIn(email);
    await api.mailed(email);
    expect(api.mail.read()).toHaveLength(1);
    api.mail.empty();
    await api.requestSignIn(email);
    api.clock.pass(600);
    await api.mailed(email);
    expect(api.mail.read()).toHaveLength(0);
  });
});

describe("threat 31: limits", () => {
  test("an address is mailed five times in 15 minutes, whoever asks", async () => {
    const email = "ada@example.org";
    for (let request = 1; request <= 5; request++) expect((await api.requestSignIn(email)).errors).toBeUndefined();
    const refused = await api.requestSignIn("ADA@example.org");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("900");
    expect(refused.errors).toMatchObject([{ extensions: { code: "RATE_LIMITED", retryAfterSeconds: 900 } }]);
    expect(refused.data).toEqual({ requestSignIn: null });
    expect((await api.requestSignIn("ben@example.org")).errors).toBeUndefined();
    api.clock.pass(900);
    expect((await api.requestSignIn(email)).errors).toBeUndefined();
  });

  test("a network asks sixty times an hour, and X-Forwarded-For buys no new one", async () => {
    for (let request = 1; request <= 60; request++) {
      const { errors } = await api.requestSignIn(`person${request}@example.org`, {
        "x-forwarded-for": `198.51.100.${request}`,
      });
      expect(errors).toBeUndefined();
    }
    const { errors } = await api.requestSignIn("more@example.org", { "x-forwarded-for": "203.0.113.9" });
    expect(errors).toMatchObject([{ extensions: { code: "RATE_LIMITED" } }]);
  });

  test("behind a trusted proxy, all addresses of an IPv6 /64 are one network", async () => {
    const proxied = await startSignInApi({ settings: { trustProxy: "127.0.0.1" } });
    const ask = (email: string, address: string) => proxied.requestSignIn(email, { "x-forwarded-for": address });
    for (let request = 1; request <= 60; request++) {
      const { errors } = await ask(`person${request}@example.org`, `2001:db8:0:7:${request.toString(16)}::${request}`);
      expect(errors).toBeUndefined();
    }
    const { errors } = await ask("more@example.org", "2001:DB8::7:0:0:0:1");
    expect(errors).toMatchObject([{ extensions: { code: "RATE_LIMITED" } }]);
    expect((await ask("more@example.org", "2001:db8:0:8::1")).errors).toBeUndefined();
    expect((await ask("others@example.org", "198.51.100.7")).errors).toBeUndefined();
    await proxied.close();
  });

  test("a network tries a hundred codes an hour, over all addresses", async () => {
    await api.dataSource.query("delete from quotas");
    for (let batch = 0; batch < 10; batch++) {
      const tries = Array.from({ length: 10 }, (_, index) =>
        api.signInWithCode({ email: `person${batch}${index}@example.org`, code: "12345678" }),
      );
      for (const { errors } of await Promise.all(tries)) expect(errors).toBeUndefined();
    }
    const { errors } = await api.signInWithCode({ email: "ada@example.org", code: "12345678" });
    expect(errors).toMatchObject([{ extensions: { code: "RATE_LIMITED" } }]);
  });
});

describe("signing in with a link", () => {
  const email = "ada@example.org";
  const ask = async () => {
    const { data } = await api.requestSignIn(email);
    const { linkToken: token, code } = await api.mailed(email);
    return { token, code, browserToken: data.requestSignIn.browserToken as string };
  };

  test("works once, where it was asked for", async () => {
    const { token, browserToken } = await ask();
    const { data } = await api.signInWithLink({ token, browserToken });
    expect(await opensTheDoor(data.signInWithLink.sessionToken)).toBe(true);
    expect((await api.signInWithLink({ token, browserToken })).data.signInWithLink).toEqual(refusedLink);
    expect(await api.dataSource.manager.find(Session)).toMatchObject([{ method: "LINK" }]);
  });

  test("threat 32: does nothing elsewhere, and uses nothing up", async () => {
    const { token, browserToken } = await ask();
    const other = (await api.requestSignIn("ben@example.org")).data.requestSignIn.browserToken;
    for (const elsewhere of [undefined, null, "", other]) {
      const { data } = await api.signInWithLink({ token, browserToken: elsewhere });
      expect(data.signInWithLink).toEqual(refusedLink);
    }
    expect((await api.signInWithLink({ token, browserToken })).data.signInWithLink.errors).toEqual([]);
  });

  test("threat 32: and with its code: whichever is first", async () => {
    const { token, browserToken, code } = await ask();
    const [byLink, byCode] = await Promise.all([
      api.signInWithLink({ token, browserToken }),
      api.signInWithCode({ email, code }),
    ]);
    const tokens = [byLink.data.signInWithLink.sessionToken, byCode.data.signInWithCode.sessionToken];
    expect(tokens.filter((each) => each !== null)).toHaveLength(1);
  });

  test("ends after ten minutes, and when the next one is asked for", async () => {
    const first = await ask();
    const second = await ask();
    const { token, browserToken } = first;
    expect((await api.signInWithLink({ token, browserToken })).data.signInWithLink).toEqual(refusedLink);
    api.clock.pass(600);
    expect(
      (await api.signInWithLink({ token: second.token, browserToken: second.browserToken })).data.signInWithLink,
    ).toEqual(refusedLink);
  });

  test("threat 39: keeps its token out of everything that servers see: it stands behind the #", async () => {
    await ask();
    const { text } = await api.mailed(email);
    expect(text).toMatch(/^http:\/\/localhost:4000\/sign-in#ngl_[0-9a-f]{64}$/m);
  });

  test("names our own address, whatever Host the request claimed", async () => {
    await api.requestSignIn(email, { "x-forwarded-host": "evil.example" });
    expect((await api.mailed(email)).text).not.toContain("evil.example");
  });
});
