import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { Person } from "../../src/people/person.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import { drainJobs } from "../../src/platform/jobs.ts";
import { SignInChallenge } from "../../src/sign-in/sign-in-challenge.entity.ts";
import { makePerson } from "../support/cast.ts";
import { type SignInApi, startSignInApi } from "../support/sign-in.ts";

let api: SignInApi;
let adas: string;
beforeAll(async () => {
  api = await startSignInApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  api.mail.empty();
  for (const table of ["mails", "sign_in_challenges", "sessions", "people", "quotas"]) {
    await api.dataSource.query(`delete from ${table}`);
  }
  adas = await api.signIn("ada@example.org");
});

const ask = (email: string, as: string | null = adas) =>
  api.graphql(
    "mutation($email: String!) { requestEmailChange(input: { email: $email }) { codesExpireAt errors { code path } } }",
    { email },
    { as },
  );
const change = (email: string, presentCode: string, newCode: string, as: string | null = adas) =>
  api.graphql<{ changeEmail: { errors: object[] } }>(
    `mutation($input: ChangeEmailInput!) { changeEmail(input: $input) { errors { code path } } }`,
    { input: { email, presentCode, newCode } },
    { as },
  );
const codes = async (): Promise<[string, string]> => [
  (await api.mailed("ada@example.org")).code,
  (await api.mailed("ada@example.com")).code,
];
const statusOf = async (token: string): Promise<number> =>
  (await api.graphql("{ __typename }", {}, { as: token })).status;
const faults = (field: string, code = "INVALID") => ({ errors: [{ code, path: ["input", field] }] });

describe("threat 34: an address", () => {
  test("is changed once both mailboxes said yes", async () => {
    expect((await ask(" ADA@example.com ")).data).toMatchObject({ requestEmailChange: { errors: [] } });
    expect((await change("ada@example.com", ...(await codes()))).data).toEqual({ changeEmail: { errors: [] } });
    expect(await api.dataSource.manager.find(Person)).toMatchObject([{ email: "ada@example.com", version: 2 }]);
  });

  test("stays as it is when either code is wrong, or they are exchanged", async () => {
    await ask("ada@example.com");
    const [present, wanted] = await codes();
    expect((await change("ada@example.com", wanted, present)).data?.changeEmail).toEqual(faults("presentCode"));
    expect((await change("ada@example.com", present, present)).data?.changeEmail).toEqual(faults("newCode"));
    expect((await change("ada@example.net", present, wanted)).data?.changeEmail).toEqual(faults("newCode"));
    expect(await api.dataSource.manager.find(Person)).toMatchObject([{ email: "ada@example.org" }]);
  });

  test("cannot be changed with a code to sign in, nor does such a code sign in", async () => {
    await ask("ada@example.com");
    const [present] = await codes();
    expect(
      (await api.signInWithCode({ email: "ada@example.org", code: present })).data.signInWithCode.errors,
    ).toHaveLength(1);
    await api.requestSignIn("ada@example.com");
    const { code } = await api.mailed("ada@example.com");
    expect((await change("ada@example.com", present, code)).data?.changeEmail).toEqual(faults("newCode"));
  });

  test("of another account is refused, but only to whoever reads its mail", async () => {
    await makePerson(api.dataSource, { email: "ada@example.com" });
    const taken = await ask("ada@example.com");
    expect(taken.data).toEqual({
      requestEmailChange: { codesExpireAt: expect.any(String), errors: [] },
    });
    expect((await change("ada@example.com", ...(await codes()))).data?.changeEmail).toEqual(
      faults("email", "DUPLICATE"),
    );
    expect(await api.dataSource.manager.countBy(Person, { email: "ada@example.org" })).toBe(1);
  });

  test("that only the books of a group name goes to whoever proves it, and the books keep the person", async () => {
    const record = await makePerson(api.dataSource, { email: "ada@example.com", emailVerifiedAt: null });
    await ask("ada@example.com");
    expect((await change("ada@example.com", ...(await codes()))).data?.changeEmail).toEqual({ errors: [] });
    const people = await api.dataSource.manager.find(Person, { order: { email: "ASC" } });
    expect(people).toMatchObject([
      { email: "ada@example.com", emailVerifiedAt: api.clock.now() },
      { id: record.id, email: null, emailVerifiedAt: null, displayName: record.displayName },
    ]);
    // Signing in with it is signing in as who proved it.
    const again = await api.signIn("ada@example.com");
    expect((await api.graphql("{ viewer { id } }", {}, { as: again })).data).toEqual({
      viewer: { id: globalId("per", people[0]?.id ?? "") },
    });
  });

  test("is changed by one of five who try at once", async () => {
    await ask("ada@example.com");
    const given = await codes();
    const answers = await Promise.all(Array.from({ length: 5 }, () => change("ada@example.com", ...given)));
    expect(answers.filter(({ data }) => data?.changeEmail.errors.length === 0)).toHaveLength(1);
  });

  test("that changed ends every other session, cancels every code, and the old mailbox is told", async () => {
    const elsewhere = await api.signIn("ada@example.org");
    await api.requestSignIn("ada@example.org");
    const { code } = await api.mailed("ada@example.org");
    await api.requestSignIn("ada@example.com");
    const atNew = (await api.mailed("ada@example.com")).code;
    await ask("ada@example.com");
    await change("ada@example.com", ...(await codes()));
    const late = await api.signInWithCode({ email: "ada@example.com", code: atNew });
    expect(late.data.signInWithCode.errors).toHaveLength(1);
    expect(await Promise.all([adas, elsewhere].map(statusOf))).toEqual([200, 401]);
    expect((await api.signInWithCode({ email: "ada@example.org", code })).data.signInWithCode.errors).toHaveLength(1);
    const open = await api.dataSource.manager.find(SignInChallenge);
    expect(open.filter((each) => each.usedAt === null && each.cancelledAt === null)).toEqual([]);
    await drainJobs(api.jobs);
    const last = api.mail.read().find(({ headers }) => headers["subject"] === "Your address was changed");
    expect(last?.headers["to"]).toBe("ada@example.org");
    // Whoever reads it learns nothing of where the person went.
    expect(last?.text).not.toContain("example.com");
  });

  test("waits for who is signing in at the old one, and ends that session too", async () => {
    await api.requestSignIn("ada@example.org");
    await api.mailed("ada@example.org");
    await ask("ada@example.com");
    const given = await codes();
    const signingIn = api.dataSource.createQueryRunner();
    await signingIn.startTransaction();
    await signingIn.query("update sign_in_challenges set used_at = $1 where purpose = 'SIGN_IN' and used_at is null", [
      api.clock.now(),
    ]);
    const changing = change("ada@example.com", ...given);
    for (let waiting = 0; waiting === 0; ) {
      [{ waiting }] = await api.dataSource.query(
        "select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
    }
    // As signing in goes on: had the other changed the person already, each would now wait for the other.
    await signingIn.query("set local lock_timeout = '200ms'");
    await signingIn.query(
      `insert into sessions (id, person_id, token_hash, method, created_at, last_seen_at, expires_at)
       select gen_random_uuid(), person_id, sha256('elsewhere'), method, created_at, last_seen_at, expires_at from sessions`,
    );
    await signingIn.commitTransaction();
    await signingIn.release();
    expect((await changing).data?.changeEmail).toEqual({ errors: [] });
    const open: object[] = await api.dataSource.query("select ended_at from sessions order by ended_at nulls first");
    expect(open).toEqual([{ ended_at: null }, { ended_at: api.clock.now() }]);
  });

  test("cannot be changed by visitors, or to itself", async () => {
    for (const { errors } of [await ask("ada@example.com", null), await change("ada@example.com", "1", "2", null)]) {
      expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
    }
    expect((await ask("Ada@example.org")).data).toMatchObject({ requestEmailChange: faults("email") });
  });
});
