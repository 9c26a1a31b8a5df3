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

  it("leads a browser that opens the bare address to the explorer, and tells a program where things are", async () => {
    const bare = new URL("/", api.url);
    const page = await fetch(bare, { headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8" } });
    expect([page.url, page.status]).toEqual([api.url, 200]);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");

    const told = (await (await fetch(bare)).json()) as Record<string, string>;
    expect(told).toMatchObject({ graphql: "/graphql", health: "/healthz", readiness: "/readyz" });
    expect((await fetch(new URL(told["health"] ?? "", api.url))).status).toBe(200);
    expect((await fetch(new URL(told["readiness"] ?? "", api.url))).status).toBe(200);
  });

  it("says that the process lives", async () => {
    const response = await fetch(new URL("/healthz", api.url));
    expect(await response.json()).toEqual({ status: "ok" });
  });
});
