import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { makeLog } from "../../src/platform/log.ts";
import { type SignInApi, startSignInApi } from "../support/sign-in.ts";

let api: SignInApi;
let secrets: Record<string, string>;
let dumped: string;
const logged: string[] = [];

/** Everything that a sign-in hands out, once used, once open, and once in a mail that is not sent yet. */
async function handOutSecrets(): Promise<Record<string, string>> {
  const used = (await api.requestSignIn("ada@example.org")).data.requestSignIn;
  const mailed = await api.mailed("ada@example.org");
  const signedIn = await api.signInWithLink({ token: mailed.linkToken, browserToken: used.browserToken });
  const open = (await api.requestSignIn("ben@example.org")).data.requestSignIn;
  const unused = await api.mailed("ben@example.org");
  await api.signInWithCode({ email: "ben@example.org", code: "00000000" });
  const waiting = (await api.requestSignIn("cleo@example.org")).data.requestSignIn;
  return {
    "code that was mailed": mailed.code,
    "link that was used": mailed.linkToken,
    "browser token that was used": used.browserToken,
    "session token": signedIn.data.signInWithLink.sessionToken,
    "code that is open": unused.code,
    "link that is open": unused.linkToken,
    "browser token that is open": open.browserToken,
    "browser token of a waiting mail": waiting.browserToken,
  };
}

/** All rows of all tables, the queue's among them, as one text. */
async function dump(): Promise<string> {
  const tables = await api.dataSource.query<{ name: string }[]>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(15);
  const texts = await Promise.all(
    tables.map(({ name }) => api.dataSource.query<{ row: string }[]>(`select t::text as row from ${name} t`)),
  );
  return texts
    .flat()
    .map(({ row }) => row)
    .join("\n");
}

/** A secret as a column might hold it: as text, or its bytes as PostgreSQL, hex or base64 write them. */
const spellings = (secret: string): string[] => {
  const bare = secret.replace(/^ng[a-z]_/, "");
  const bytes = [Buffer.from(secret), Buffer.from(bare), Buffer.from(bare, "hex")].filter((each) => each.length >= 8);
  return [bare, ...bytes.flatMap((each) => [each.toString("hex"), each.toString("base64")])];
};

beforeAll(async () => {
  api = await startSignInApi({ log: makeLog("trace", { write: (line) => void logged.push(line) }) });
  const handedOut = await handOutSecrets();
  dumped = await dump();
  const { code, linkToken } = await api.mailed("cleo@example.org");
  secrets = { ...handedOut, "code of a waiting mail": code, "link of a waiting mail": linkToken };
});
afterAll(() => api.close());

describe("of what signing in hands out", () => {
  test("there is something of every kind to look for", () => {
    for (const secret of Object.values(secrets)) expect(secret).toMatch(/^(\d{8}|ng[a-z]_[0-9a-f]{64})$/);
    expect(new Set(Object.values(secrets)).size).toBe(10);
  });

  test("threat 44: nothing stands in any table in clear", () => {
    expect(dumped).toContain("cleo@example.org");
    for (const [name, secret] of Object.entries(secrets)) {
      const found = spellings(secret).filter((spelling) => dumped.includes(spelling));
      expect({ [name]: found }).toEqual({ [name]: [] });
    }
  });

  test("threat 39: nothing stands in the log, though every mail and request is in it", () => {
    const text = logged.join("");
    expect(text).toContain("mail written");
    for (const [name, secret] of Object.entries(secrets)) {
      expect({ [name]: text.includes(secret.replace(/^ng[a-z]_/, "")) }).toEqual({ [name]: false });
    }
  });

  test("threat 39: nothing comes back in errors, whatever is sent", async () => {
    const { "session token": token = "", "link that is open": link = "" } = secrets;
    const answers = [
      await api.graphql("{ __typename }", {}, { as: `${token}0` }),
      await api.signInWithLink({ token: link, browserToken: "x" }),
      await api.signInWithLink({ token: link.repeat(3) }),
      await api.signInWithCode({ email: "ben@example.org", code: link }),
    ];
    for (const answer of answers) {
      expect(JSON.stringify(answer)).not.toContain(token.slice(4));
      expect(JSON.stringify(answer)).not.toContain(link.slice(4));
    }
  });
});
