import { expect, test } from "@jest/globals";
import { readConfig } from "../../src/platform/config.ts";
import { LIMITS } from "../../src/server/limits.ts";

test("a limit that can be configured has the same default as the server's own", () => {
  const config: Record<string, unknown> = { ...readConfig({ SECRET_KEY: "0123456789abcdef0123456789abcdef" }) };
  const shared = Object.entries(LIMITS).filter(([name]) => name in config);
  expect(shared.length).toBeGreaterThan(10);
  for (const [name, value] of shared) expect({ [name]: config[name] }).toEqual({ [name]: value });
});
