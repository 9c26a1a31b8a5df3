import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Api, startApi } from "../support/start-api.ts";
import { smallSchema } from "./small-schema.ts";

let api: Api;
beforeAll(async () => {
  api = await startApi({ schema: smallSchema() });
});
afterAll(() => api.close());

const sha256 = (text: string | undefined) =>
  createHash("sha256")
    .update(text ?? "")
    .digest("base64");

describe.each(["/sign-in", "/visit", "/invitation", "/introduction", "/own-data"])(
  "the page %s, which mails link to",
  (path) => {
    test("runs and shows its own texts only, loads nothing, is framed and kept by nobody, names no referrer to others", async () => {
      const page = await fetch(new URL(path, api.url));
      const html = await page.text();
      const policy = page.headers.get("content-security-policy");
      expect(policy).toContain("default-src 'none'; ");
      expect(policy).toContain(`script-src 'sha256-${sha256(/<script>(.*?)<\/script>/s.exec(html)?.[1])}'; `);
      expect(policy).toContain(`style-src 'sha256-${sha256(/<style>(.*?)<\/style>/s.exec(html)?.[1])}'; `);
      expect(policy).toContain("form-action 'self'; frame-ancestors 'none'");
      expect(page.headers.get("referrer-policy")).toBe("same-origin");
      expect(page.headers.get("cache-control")).toBe("no-store");
      expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(html).not.toMatch(/(src|href)=/);
    });
  },
);
