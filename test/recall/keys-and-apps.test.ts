/** Keys of groups, and apps of whoever wrote it, find nothing of notes and promises, whatever their scopes. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ApiScope } from "../../src/groups/api-scope.ts";
import { SCOPE_NAMES } from "../../src/scopes/scope.ts";
import { done } from "../support/act.ts";
import { appToken, authenticateApps } from "../support/app-tokens.ts";
import { type CastApi, idOf, startWithCast } from "../support/cast.ts";
import { makeKey, SITE } from "../support/keys.ts";
import { questionsAbout } from "./questions-about.ts";

const WORDS = "PURPLE HERON";
let api: CastApi;
beforeAll(async () => {
  const limits = { anonymousPointsMax: 1_000_000, signedInPointsMax: 1_000_000 };
  api = await startWithCast({ authenticate: authenticateApps, limits });
});
afterAll(() => api.close());

test("no key and no app reads a word of them, in any field of the schema", async () => {
  const personId = idOf("ada");
  const { recallNote } = await done(api, "ben", "writeRecallNote", { personId, text: WORDS }, "recallNote { id }");
  const promise = { personId, text: WORDS, dueOn: "2026-06-05" };
  const { followUp } = await done(api, "ben", "addFollowUp", promise, "followUp { id }");
  const variables = { ids: [recallNote.id, followUp.id, idOf("ben"), idOf("ada"), idOf("harbourBreakfast")] };
  const groups = [idOf("harbourBreakfast")];
  const service = { kind: "SECRET", allowedOrigins: [], scopes: Object.values(ApiScope) };
  const principals = {
    appOfAuthor: appToken("ben", { scopes: SCOPE_NAMES }),
    appOfAnother: appToken("ada", { scopes: SCOPE_NAMES }),
    service: (await makeKey(api, "ada", groups, service)).secret,
    site: (await makeKey(api, "ada", groups)).secret,
  };
  const found: string[] = [];
  let answered = 0;
  for (const query of questionsAbout(api.server.schema)) {
    for (const [name, as] of Object.entries(principals)) {
      const headers: Record<string, string> = name === "site" ? { origin: SITE } : {};
      const { data } = await api.graphql(query, variables, { as, headers });
      const text = JSON.stringify(data ?? null);
      if (text.includes(WORDS)) found.push(`${name}: ${query}`);
      if (text.includes(":")) answered++;
    }
  }
  expect(found).toEqual([]);
  expect(answered).toBeGreaterThan(100);
  // Whoever wrote them finds them by the same questions.
  const own = await api
    .as("ben")
    .graphql("query ($ids: [ID!]!) { nodes(ids: $ids) { ... on RecallNote { text } } }", variables);
  expect(JSON.stringify(own.data)).toContain(WORDS);
}, 300_000);
