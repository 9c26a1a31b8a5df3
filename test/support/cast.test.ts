import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Membership } from "../../src/groups/membership.entity.ts";
import { Person } from "../../src/people/person.entity.ts";
import { type CastApi, keyOf, NOBODYS_ID, startWithCast } from "./cast.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

test("the cast is planted with its roles", async () => {
  const { manager } = api.dataSource;
  const ada = await manager.findOneByOrFail(Person, { id: keyOf("ada") });
  const membership = await manager.findOneByOrFail(Membership, { personId: ada.id });
  expect(ada).toMatchObject({ displayName: "Ada", email: "ada@example.org", emailAudience: "ORGANISERS" });
  expect(membership).toMatchObject({ groupId: keyOf("harbourBreakfast"), role: "OWNER", status: "ACTIVE" });
  expect(await manager.count(Person)).toBe(11);
  expect(NOBODYS_ID).toMatch(/^per_[0-9a-f]{32}$/);
});

test("operations are sent as somebody, as nobody, or with a credential that is refused", async () => {
  expect((await api.as("ada").graphql("{ __typename }")).data).toEqual({ __typename: "Query" });
  expect((await api.as(null).graphql("{ __typename }")).data).toEqual({ __typename: "Query" });
  expect((await api.graphql("{ __typename }", {}, { as: "nobody" })).status).toBe(401);
});
