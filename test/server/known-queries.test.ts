/** A query that comes again is answered as it was the first time, in every respect, though Apollo is not asked again. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Context } from "../../src/platform/context.ts";
import { createSession } from "../../src/sign-in/session.ts";
import { type CastApi, type CastName, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { fixedClock } from "../support/start-api.ts";

let api: CastApi;
const tokens = new Map<CastName, string>();
beforeAll(async () => {
  api = await startWithCast({ limits: { signedInPointsMax: 100, bodyBytesMax: 100_000 } });
  const ctx = { db: api.dataSource.manager, clock: fixedClock(), userAgent: null } as Context;
  for (const name of ["ada", "ben"] as const) tokens.set(name, (await createSession(ctx, keyOf(name))).token);
});
afterAll(() => api.close());

interface Sent {
  readonly body: Record<string, unknown>;
  readonly as?: CastName | null;
  readonly headers?: Record<string, string>;
}

const GROUP =
  "query Page($id: ID!, $first: Int = 2) { node(id: $id) { ... on Group { name memberships(first: $first) { totalCount } } } }";
const TWO = "query One { viewer { id } } query Two { viewer { id profile { displayName } } }";
const OF_THE_MOMENT = ["x-request-id", "date", "ratelimit-remaining", "ratelimit-reset"];

async function send({ body, as = "ben", headers = {} }: Sent) {
  const credential = as === null ? {} : { authorization: `Bearer ${tokens.get(as)}` };
  const response = await fetch(api.url, {
    method: "POST",
    headers: { "content-type": "application/json", ...credential, ...headers },
    body: JSON.stringify(body),
  });
  const answered = (await response.json()) as { errors?: { extensions?: object }[]; extensions?: { cost?: object } };
  for (const { extensions } of answered.errors ?? []) Reflect.deleteProperty(extensions ?? {}, "requestId");
  Reflect.deleteProperty(answered.extensions?.cost ?? {}, "throttle");
  const told = [...response.headers].filter(([name]) => !OF_THE_MOMENT.includes(name));
  return { status: response.status, headers: Object.fromEntries(told), answered };
}

describe.each([undefined, "application/json", "application/graphql-response+json", "*/*"])(
  "to who accepts %s",
  (accept) => {
    const headers = accept === undefined ? {} : { accept };
    const good = { query: GROUP, variables: { id: idOf("harbourBreakfast") } };

    test.each<[string, Sent]>([
      ["a query", { body: good }],
      ["a query of nobody", { body: good, as: null }],
      ["with variables that are not there", { body: { query: "{ viewer { id } }", variables: null } }],
      ["with extensions that mean nothing to us", { body: { ...good, extensions: { client: "x" } } }],
      [
        "that TypeScript answers in part",
        { body: { query: "{ viewer { sessions(first: 1) { edges { node { isCurrent } } } } }" } },
      ],
      ["of the schema", { body: { query: "{ __schema { queryType { name } } viewer { id } }" } }],
      ["one of two", { body: { query: TWO, operationName: "Two" } }],
      ["none of two", { body: { query: TWO } }],
      ["an operation that is not there", { body: { query: TWO, operationName: "Three" } }],
      ["an operation of no name", { body: { query: TWO, operationName: "" } }],
      ["a variable of the wrong kind", { body: { query: GROUP, variables: { id: 1.5 } } }],
      ["a variable that is missing", { body: { query: GROUP, variables: {} } }],
      ["a variable that nobody reads", { body: { query: GROUP, variables: { id: "\u0000" } } }],
      ["a page that is too large", { body: { query: GROUP, variables: { ...good.variables, first: 5_000 } } }],
      ["a price that is too high", { body: { query: GROUP, variables: { ...good.variables, first: 100 } } }],
      ["an act", { body: { query: "mutation { updateProfile(input: {}) { person { id } errors { code } } }" } }],
      ["no document", { body: { query: "{" } }],
      ["variables that are none", { body: { query: GROUP, variables: [1] } }],
      ["a name that is none", { body: { query: GROUP, operationName: 5 } }],
    ])("%s", async (_what, sent) => {
      const first = await send({ ...sent, headers });
      // Known by now, at the latest, if it can be known at all.
      for (const body of [good, { query: TWO, operationName: "One" }]) await send({ body, headers });
      expect(await send({ ...sent, headers })).toEqual(first);
      expect(await send({ ...sent, headers })).toEqual(first);
    });

    test("of somebody whose credential is none", async () => {
      const refused = { body: good, as: null, headers: { ...headers, authorization: "Bearer ngs_none" } };
      const first = await send(refused);
      await send({ body: good, headers });
      expect(await send(refused)).toEqual(first);
      expect(first).toMatchObject({ status: 401, answered: { errors: [{ extensions: { code: "UNAUTHENTICATED" } }] } });
    });
  },
);

test("each caller gets their own answer to the same words", async () => {
  const query = "{ viewer { id } }";
  for (const as of ["ada", "ben", null, "ada"] as const) {
    const { answered } = await send({ body: { query }, as });
    expect(answered).toMatchObject({ data: { viewer: as && { id: idOf(as) } } });
  }
});
