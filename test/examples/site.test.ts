/** The page that readers copy: what it asks, from where, and what it makes of the answer. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type DemoServer, startDemoServer } from "../support/demo-server.ts";

interface Listed {
  readonly title: string;
  readonly startsAt: string;
  readonly timeZone: string;
}
interface Script {
  requestFor(page: Record<string, string>): Request;
  meetingsIn(response: Response): Promise<readonly Listed[]>;
  when(meeting: Pick<Listed, "startsAt" | "timeZone">): string;
}

const ORIGIN = "http://localhost:8080";

let demo: DemoServer;
let script: Script;
/** What the page says to its script. */
let page: Record<string, string>;
beforeAll(async () => {
  demo = await startDemoServer();
  script = (await import(pathToFileURL(resolve("examples/site/meetings.js")).href)) as Script;
  const html = readFileSync("examples/site/index.html", "utf8");
  page = Object.fromEntries([...html.matchAll(/data-(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
});
afterAll(() => demo.close());

/** What a browser would send from a page of that origin. */
const ask = (origin: string | null): Promise<Response> => {
  const request = script.requestFor({ ...page, service: `${demo.home}/graphql` });
  const headers = Object.fromEntries(request.headers);
  return fetch(request.url, { method: request.method, headers: { ...headers, ...(origin ? { origin } : {}) } });
};

describe("a group's page", () => {
  test("shows its coming meetings with the key that stands in it", async () => {
    expect(page["service"]).toBe("http://localhost:4000/graphql");
    const response = await ask(ORIGIN);
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
    const meetings = await script.meetingsIn(response);
    expect(meetings).toHaveLength(5);
    expect(meetings).toContainEqual(
      expect.objectContaining({ title: "Coffee on the quay", timeZone: "Europe/London" }),
    );
    const starts = meetings.map((meeting) => meeting.startsAt);
    expect(starts).toEqual(starts.toSorted());
  });

  test.each([["https://elsewhere.example"], ["null"], [null]])("is told nothing from %s", async (origin) => {
    const response = await ask(origin);
    expect(response.status).toBe(403);
    await expect(script.meetingsIn(response)).rejects.toThrow("origins");
  });

  test("says when a meeting is by the clock of its place", () => {
    const startsAt = "2026-06-02T06:30:00.000Z";
    expect(script.when({ startsAt, timeZone: "Europe/London" })).toMatch(/2 June 2026.*07:30/);
    expect(script.when({ startsAt, timeZone: "Pacific/Auckland" })).toMatch(/2 June 2026.*18:30/);
  });
});
