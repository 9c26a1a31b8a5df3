import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { serverAudits } from "graphql-http";
import { type Api, startApi } from "../support/start-api.ts";

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** The judge asks `{ __typename }` and `__type`, so any schema will do. */
const AUDITS = 61;

describe.each([
  ["with", { "apollo-require-preflight": "1" }],
  ["without", {}],
])("GraphQL over HTTP, %s the preflight header", (_how, extra) => {
  const audits = serverAudits({
    url: () => api.url,
    fetchFn: (input: string, init: RequestInit = {}) =>
      fetch(input, {
        ...init,
        headers: { ...(extra as Record<string, string>), ...(init.headers as Record<string, string>) },
      }),
  });

  it("is judged by every audit", () => {
    expect(audits).toHaveLength(AUDITS);
  });

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))("%s %s", async (_id, _name, audit) => {
    const verdict = await audit.fn();
    expect(verdict.status === "ok" ? "ok" : `${verdict.status}: ${verdict.reason}`).toBe("ok");
  });
});
