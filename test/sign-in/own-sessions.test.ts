import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { type SignInApi, startSignInApi } from "../support/sign-in.ts";

let api: SignInApi;
let adas: string;
let elsewhere: string;
let bens: string;
beforeAll(async () => {
  api = await startSignInApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  for (const table of ["mails", "sign_in_challenges", "sessions", "people", "quotas"]) {
    await api.dataSource.query(`delete from ${table}`);
  }
  adas = await api.signIn("ada@example.org", { "user-agent": "Ada's phone" });
  api.clock.pass(60);
  elsewhere = await api.signIn("ada@example.org", { "user-agent": "The club's tablet" });
  bens = await api.signIn("ben@example.org");
});

interface Shown {
  id: string;
  userAgent: string;
  isCurrent: boolean;
  method: string;
}
const SESSIONS = "sessions { totalCount edges { node { id userAgent isCurrent method } } }";
const ownSessions = async (token: string): Promise<Shown[]> => {
  const { data } = await api.graphql<{ viewer: { sessions: { edges: { node: Shown }[] } } }>(
    `{ viewer { ${SESSIONS} } }`,
    {},
    { as: token },
  );
  return data?.viewer.sessions.edges.map(({ node }) => node) ?? [];
};
const endSession = (sessionId: string, as: string | null) =>
  api.graphql(
    `mutation($sessionId: ID!) {
      endSession(input: { sessionId: $sessionId }) { session { id endedAt } errors { code path } }
    }`,
    { sessionId },
    { as },
  );

describe("one's own sessions", () => {
  test("are listed, and the present one is marked", async () => {
    expect(await ownSessions(elsewhere)).toMatchObject([
      { userAgent: "Ada's phone", isCurrent: false, method: "CODE" },
      { userAgent: "The club's tablet", isCurrent: true, method: "CODE" },
    ]);
  });

  test("are shown to nobody else, by no way", async () => {
    const [session] = await ownSessions(adas);
    const { data } = await api.graphql<{ viewer: { id: string } }>("{ viewer { id } }", {}, { as: adas });
    for (const as of [bens, null]) {
      const seen = await api.graphql(
        `query($person: ID!, $session: ID!) {
          person: node(id: $person) { ... on Person { id ${SESSIONS} } }
          session: node(id: $session) { id }
          both: nodes(ids: [$session]) { id }
        }`,
        { person: data?.viewer.id, session: session?.id },
        { as },
      );
      expect(seen.errors).toBeUndefined();
      expect(seen.data).toMatchObject({ person: { sessions: null }, session: null, both: [null] });
    }
  });

  test("no longer list one that ended, or was not used for thirty days", async () => {
    const [phone] = await ownSessions(adas);
    await endSession(phone?.id ?? "", adas);
    expect(await ownSessions(elsewhere)).toHaveLength(1);
    const third = await api.signIn("ada@example.org");
    api.clock.pass(29 * 86_400);
    await ownSessions(third);
    api.clock.pass(2 * 86_400);
    expect(await ownSessions(third)).toMatchObject([{ isCurrent: true }]);
  });

  test("can be ended one by one, and again without harm", async () => {
    const [, tablet] = await ownSessions(adas);
    const ended = { session: { id: tablet?.id, endedAt: api.clock.now().toISOString() }, errors: [] };
    expect((await endSession(tablet?.id ?? "", adas)).data).toEqual({ endSession: ended });
    expect((await api.graphql("{ __typename }", {}, { as: elsewhere })).status).toBe(401);
    expect((await endSession(tablet?.id ?? "", adas)).data).toEqual({ endSession: ended });
    expect(await ownSessions(adas)).toHaveLength(1);
  });

  test("of others are not there to be ended", async () => {
    const [phone] = await ownSessions(adas);
    const refused = { session: null, errors: [{ code: "NOT_FOUND", path: ["input", "sessionId"] }] };
    for (const id of [phone?.id ?? "", "ses_00000000000070008000000000000000", "ses_x", ""]) {
      expect((await endSession(id, bens)).data).toEqual({ endSession: refused });
    }
    expect((await endSession(phone?.id ?? "", null)).errors).toMatchObject([
      { extensions: { code: "UNAUTHENTICATED" } },
    ]);
    expect(await ownSessions(adas)).toHaveLength(2);
  });
});

test("who has just signed in reads themself in the answer", async () => {
  await api.requestSignIn("ada@example.org");
  const { code } = await api.mailed("ada@example.org");
  const { data, errors } = await api.graphql<{ signInWithCode: { viewer: object } }>(
    `mutation($code: String!) {
      signInWithCode(input: { email: "ada@example.org", code: $code }) {
        viewer { profile { displayName } contact { email } sessions { totalCount } }
      }
    }`,
    { code },
  );
  expect(errors).toBeUndefined();
  expect(data?.signInWithCode.viewer).toEqual({
    profile: { displayName: "New member" },
    contact: { email: "ada@example.org" },
    sessions: { totalCount: 3 },
  });
});
