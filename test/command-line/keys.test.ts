import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type CastApi, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { makeKey, withKey } from "../support/keys.ts";
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

const keys = (...words: string[]) => outcomeOn(database, ["keys", ...words]);

test(
  "lists live keys without their secrets, and ends one for good, of which its group's log tells",
  async () => {
    const key = await makeKey(api, "ada", [idOf("harbourBreakfast")], { pointsPerMinute: 600 });
    const status = async () => (await withKey(api, key.secret, "{ __typename }")).status;
    const prefix = key.secret.slice(0, 12);
    expect(await keys("list")).toEqual([
      0,
      expect.stringMatching(`^${key.id}\tPUBLISHABLE\t${prefix}\tOur site\t[\\w-]+\t600\tnever$`),
    ]);
    expect(await status()).toBe(200);
    expect(await keys("end", "--id", key.id)).toEqual([0, "Ended Our site."]);
    expect(await status()).toBe(401);
    expect(await keys("end", "--id", key.id)).toEqual([1, `There is no live key ${key.id}.`]);
    expect(await keys("list")).toEqual([0, ""]);
    const log = "select actor_id from audit_entries where group_id = $1 and action = 'revokeApiKey'";
    expect(await api.dataSource.query(log, [keyOf("harbourBreakfast")])).toEqual([{ actor_id: null }]);
  },
  COMMAND_TIMEOUT_MS,
);
