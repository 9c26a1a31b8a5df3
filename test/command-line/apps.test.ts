import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { AppReviewState } from "../../src/apps/app.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import type { Anything } from "../support/anything.ts";
import { grantApp, makeApp } from "../support/apps.ts";
import { type CastApi, idOf, keyOf, NOBODYS_ID, startWithCast } from "../support/cast.ts";
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

const apps = (...words: string[]) => outcomeOn(database, ["apps", ...words]);

test(
  "lists apps to look at, and what was found of one holds from the next request on",
  async () => {
    const { app, token } = await grantApp(api.dataSource, keyOf("ben"), ["profile:read"]);
    const id = globalId("app", app.id);
    await makeApp(api.dataSource, { ownerId: keyOf("ada"), name: "Gone", disabledAt: new Date() });
    await makeApp(api.dataSource, { ownerId: keyOf("ada"), name: "New", reviewState: AppReviewState.UNREVIEWED });
    const status = async () => (await api.graphql("{ __typename }", {}, { as: token })).status;

    const printed = async (...words: string[]): Promise<Anything[]> => {
      const [exitCode, lines] = await apps(...words);
      expect(exitCode).toBe(0);
      return lines.split("\n").map((line) => JSON.parse(line));
    };
    expect((await printed("list")).map(({ name }) => name)).toEqual(["Card Index", "New"]);
    expect(await printed("list", "--state", "REVIEWED")).toEqual([
      expect.objectContaining({ id, version: 1, ownerId: idOf("ben"), redirectUris: app.redirectUris }),
    ]);

    expect(await status()).toBe(200);
    expect(await printed("review", id, "--state", "REFUSED", "--looked-at", "1")).toMatchObject([
      { id, reviewState: "REFUSED", version: 2 },
    ]);
    expect(await status()).toBe(401);
    expect((await apps("review", id, "--state", "REVIEWED", "--looked-at", "1"))[0]).toBe(1);
    expect(await status()).toBe(401);
    await printed("review", id, "--state", "REVIEWED");
    expect(await status()).toBe(200);
  },
  COMMAND_TIMEOUT_MS,
);

test(
  "refuses in a sentence what is no app, and no state",
  async () => {
    expect(await apps("review", NOBODYS_ID, "--state", "REVIEWED")).toEqual([1, `There is no app ${NOBODYS_ID}.`]);
    expect((await apps("review", NOBODYS_ID, "--state", "NICE"))[0]).toBe(2);
    expect((await apps("review", NOBODYS_ID))[0]).toBe(2);
  },
  COMMAND_TIMEOUT_MS,
);
