/** Apps and acts: nothing is done for a member that no scope names. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { SCOPE_NAMES } from "../../src/scopes/scope.ts";
import { appToken, authenticateApps } from "../support/app-tokens.ts";
import { type CastApi, keyOf, startWithCast } from "../support/cast.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ authenticate: authenticateApps });
});
afterAll(() => api.close());

test("an app cannot change the member's profile, whatever it was allowed", async () => {
  const as = appToken("ben", { scopes: SCOPE_NAMES });
  const { errors } = await api.graphql(
    'mutation { updateProfile(input: { headline: "Mine now" }) { errors { code } } }',
    {},
    { as },
  );
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["INSUFFICIENT_SCOPE"]);
  const [ben] = await api.dataSource.query("select headline from people where id = $1", [keyOf("ben")]);
  expect(ben).toEqual({ headline: null });
});
