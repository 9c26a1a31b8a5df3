/** Nonsense of every kind, from a fixed seed: whatever is sent, the answer is a refusal of the sender's making, and tells nothing. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { ERROR_CODES } from "../../src/server/format-error.ts";
import { type Api, startApi } from "../support/start-api.ts";

const SEED = 20_260_601;
const RUNS = 200;
const ANSWER_MS_MAX = 5_000;

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const post = async (body: string, headers: Record<string, string> = {}) => {
  const response = await fetch(api.url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
  });
  return { status: response.status, text: await response.text() };
};

function expectHarmless({ status, text }: { status: number; text: string }): void {
  expect([status, text.slice(0, 300)]).toEqual([expect.any(Number), expect.any(String)]);
  expect(status < 500 ? "harmless" : text).toBe("harmless");
  const { errors } = JSON.parse(text) as { errors?: { message: string; extensions: { code: string } }[] };
  for (const { message, extensions } of errors ?? []) {
    expect(ERROR_CODES).toContain(extensions.code);
    expect(extensions.code === "INTERNAL_SERVER_ERROR" ? text : "expected").toBe("expected");
    expect(message).not.toMatch(/\bselect\b.*\bfrom\b|\/src\/|node_modules|QueryFailed|invalid input syntax/i);
  }
}

/** Strings that trouble databases, parsers and logs. */
const trouble = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "",
    "\u0000",
    "\ud800",
    "'; drop table people; --",
    "mtg_00000000000000000000000000000000",
    "mtg_zzz",
    "grp_",
    "019e0000-0000-7000-8000-000000000001",
    "__proto__",
    "constructor",
    "9".repeat(400),
    "../../etc/passwd",
    "{{7*7}}",
    "\u202e\u2028",
  ),
);
const value = fc.oneof(
  trouble,
  fc.double(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
  fc.array(trouble, { maxLength: 4 }),
  fc.dictionary(trouble, trouble, { maxKeys: 3 }),
);

const check = <T>(property: fc.IAsyncPropertyWithHooks<T>) => fc.assert(property, { seed: SEED, numRuns: RUNS });

describe(`nonsense (seed ${SEED})`, () => {
  it(
    "as a body",
    () => check(fc.asyncProperty(fc.oneof(trouble, fc.json()), async (body) => expectHarmless(await post(body)))),
    60_000,
  );

  it(
    "as the parts of a request",
    () =>
      check(
        fc.asyncProperty(
          fc.record({ query: value, variables: value, operationName: value, extensions: value }, { requiredKeys: [] }),
          async (request) => expectHarmless(await post(JSON.stringify(request))),
        ),
      ),
    60_000,
  );

  it("as a document", () => {
    const word = fc.constantFrom(
      ...'{ } ( ) [ ] : ! = @ ... query mutation fragment on viewer meetings groups node edges id first last after filter $x 1 -1 1e999 "a" """b""" null true skip include if Meeting __typename __schema types'.split(
        " ",
      ),
    );
    return check(
      fc.asyncProperty(fc.array(word, { maxLength: 40 }), async (words) =>
        expectHarmless(await post(JSON.stringify({ query: words.join(" ") }))),
      ),
    );
  }, 60_000);

  it("as the values of variables", async () => {
    let answered = 0;
    const query = `query ($id: ID!, $ids: [ID!]!, $first: Int, $last: Int, $after: String, $slug: String!) {
      node(id: $id) { __typename } nodes(ids: $ids) { id }
      meetings(first: $first, last: $last, after: $after) { edges { cursor } }
      topic(slug: $slug) { id }
    }`;
    await check(
      fc.asyncProperty(
        fc.record({
          id: fc.oneof(trouble, value),
          ids: fc.oneof(fc.array(trouble, { maxLength: 5 }), value),
          first: fc.oneof(fc.integer({ min: -5, max: 120 }), fc.constant(undefined), value),
          last: fc.oneof(fc.integer({ min: -5, max: 120 }), fc.constant(undefined), fc.constant(undefined)),
          after: fc.oneof(
            trouble,
            fc.constant(undefined),
            fc.constant(Buffer.from('["STARTS_AT","x","y"]').toString("hex")),
          ),
          slug: trouble,
        }),
        async (variables) => {
          const answer = await post(JSON.stringify({ query, variables }));
          expectHarmless(answer);
          if (answer.text.includes('"data"')) answered++;
        },
      ),
    );
    // Not everything is refused at the door: the database has seen some of it.
    expect(answered).toBeGreaterThan(RUNS / 100);
  }, 60_000);

  it(
    "as a credential",
    () =>
      check(
        fc.asyncProperty(fc.string({ unit: "grapheme-ascii", maxLength: 60 }), async (token) => {
          const { status, text } = await post('{"query":"{ viewer { id } }"}', { authorization: token.trim() || "x" });
          expectHarmless({ status, text });
          expect(status).toBe(401);
        }),
      ),
    60_000,
  );
});
