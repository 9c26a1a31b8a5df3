import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type CastApi, idOf, startWithCast } from "../support/cast.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { COMMAND_TIMEOUT_MS, outcomeOn } from "../support/wellmet.ts";

let database: TestDatabase;
let api: CastApi;
beforeAll(async () => {
  database = await openTestDatabase();
  api = await startWithCast({ database });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const identities = (...words: string[]) => outcomeOn(database, ["identities", ...words]);

test(
  "links what an issuer calls somebody to a person, lists it, and suspends it",
  async () => {
    const ben = ["--issuer", "https://id.example", "--subject", "ben|1"];
    const [{ email }] = await api.dataSource.query<[{ email: string }]>(
      "select email from people where display_name = 'Ben'",
    );
    expect(await identities("link", ...ben, "--email", "nobody@nowhere.example")).toEqual([
      1,
      "Nobody has proven the address nobody@nowhere.example.",
    ]);
    expect(await identities("link", ...ben, "--email", email)).toEqual([0, "ben|1 of https://id.example is Ben."]);
    const line = `https://id.example\tben|1\t${idOf("ben")}\t`;
    expect(await identities("list")).toEqual([0, line]);
    expect(await identities("suspend", ...ben)).toEqual([0, "Suspended."]);
    expect(await identities("suspend", ...ben)).toEqual([1, "Nobody comes in by that identity."]);
    expect(await identities("list")).toEqual([0, expect.stringMatching(/\tper_\w+\t2\d{3}-/)]);
  },
  COMMAND_TIMEOUT_MS,
);
