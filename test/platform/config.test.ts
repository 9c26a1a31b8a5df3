import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { ConfigError, readConfig } from "../../src/platform/config.ts";

const folder = mkdtempSync(join(tmpdir(), "wellmet-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

const KEY = "0123456789abcdef0123456789abcdef";

const faultsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
  }
  return [];
};

describe("on a machine where nothing is set", () => {
  const config = readConfig({ DATA_DIR: folder });

  test("the service listens on this machine only and uses the embedded database", () => {
    expect(config).toMatchObject({
      host: "127.0.0.1",
      port: 4000,
      databaseUrl: null,
      publicUrl: "http://localhost:4000",
      trustProxy: false,
      allowedOrigins: [],
    });
  });

  test("a key is made once, kept, and readable by its owner alone", () => {
    expect(config.secretKey.length).toBe(64);
    expect(readConfig({ DATA_DIR: folder }).secretKey).toBe(config.secretKey);
    expect(statSync(join(folder, "secret-key")).mode & 0o777).toBe(0o600);
  });
});

describe("in production", () => {
  test("a database and a key are required, and both are missed at once", () => {
    expect(faultsOf({ NODE_ENV: "production", DATA_DIR: folder })).toEqual([
      "DATABASE_URL is required when NODE_ENV is production.",
      "SECRET_KEY is required when NODE_ENV is production.",
    ]);
  });

  test.each(["changemechangemechangemechangeme", "a".repeat(64), "short"])("the key %s is refused", (key) => {
    const environment = { NODE_ENV: "production", DATABASE_URL: "postgres://db.example/wellmet", SECRET_KEY: key };
    expect(faultsOf(environment)).toEqual([expect.stringMatching(/^SECRET_KEY must /)]);
  });

  test("the service listens on every address", () => {
    const environment = { NODE_ENV: "production", DATABASE_URL: "postgres://db.example/wellmet", SECRET_KEY: KEY };
    expect(readConfig(environment).host).toBe("0.0.0.0");
  });
});

test("every fault is named at once, and no value is repeated", () => {
  const environment = {
    NODE_ENV: "staging",
    PORT: "65536",
    DATABASE_URL: "mysql://hunter2@db.example/wellmet",
    PUBLIC_URL: "wellmet.example",
    SMTP_URL: "mail.example",
    SECRET_KEY: KEY.slice(1),
    TRUST_PROXY: "10.0.0.0/33",
    LOG_LEVEL: "loud",
    ALLOWED_ORIGINS: "https://app.example/path",
    POOL_SIZE: "0",
  };
  const faults = faultsOf(environment);
  expect(faults.map((fault) => fault.split(" ")[0])).toEqual(Object.keys(environment));
  expect(faults.join()).not.toContain("hunter2");
});

test.each([
  ["false", false],
  ["2", 2],
  ["10.0.0.0/8, ::1", "10.0.0.0/8,::1"],
])("TRUST_PROXY=%s is understood", (written, value) => {
  expect(readConfig({ TRUST_PROXY: written, SECRET_KEY: KEY }).trustProxy).toEqual(value);
});

describe("trusted issuers", () => {
  const one = { issuer: "https://id.example/", audience: "wellmet", jwksUrl: "https://id.example/jwks" };
  const read = (issuers: unknown) => readConfig({ SECRET_KEY: KEY, TRUSTED_ISSUERS: JSON.stringify(issuers) });

  test("are none, or what a JSON list says", () => {
    expect(readConfig({ SECRET_KEY: KEY }).trustedIssuers).toEqual([]);
    const local = { ...one, issuer: "http://localhost:9000", clients: ["site"] };
    expect(read([one, local]).trustedIssuers).toEqual([one, local]);
  });

  test.each([
    ["no list", one],
    ["one of them twice", [one, one]],
    ["a part too few", [{ ...one, audience: undefined }]],
    ["a part that is misspelt", [{ ...one, client: ["site"] }]],
    ["keys without HTTPS", [{ ...one, jwksUrl: "http://id.example/jwks" }]],
    ["programs that are no list", [{ ...one, clients: "site" }]],
  ])("are refused: %s", (_what, issuers) => {
    expect(faultsOf({ SECRET_KEY: KEY, TRUSTED_ISSUERS: JSON.stringify(issuers) })).toEqual([
      expect.stringMatching(/^TRUSTED_ISSUERS must be a JSON list/),
    ]);
  });
});
