import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Api, startApi } from "../support/start-api.ts";

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("the endpoint", () => {
  it("answers an anonymous operation", async () => {
    const { data, status } = await api.graphql("{ rateLimit { limit remaining } }");
    expect(status).toBe(200);
    expect(data).toEqual({ rateLimit: { limit: 10_000_000, remaining: 10_000_000 } });
  });

  it("refuses a credential it does not know, instead of taking it for none", async () => {
    const { errors, status, headers } = await api.graphql("{ __typename }", {}, { as: "ngs_unknown" });
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toMatch(/^Bearer /);
    expect(errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });

  it("says that the process lives", async () => {
    const response = await fetch(new URL("/healthz", api.url));
    expect(await response.json()).toEqual({ status: "ok" });
  });
});
