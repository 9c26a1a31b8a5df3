import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { globalId } from "../../src/platform/ids.ts";
import { type CastApi, makeTopic, startWithCast } from "../support/cast.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const BY_SLUG = "query($slug: String!) { topic(slug: $slug) { id slug name } }";

test("a topic is found by its slug and by its ID, also without signing in", async () => {
  const topic = await makeTopic(api.dataSource, "food-and-drink", "Food & Drink");
  const expected = { id: globalId("top", topic.id), slug: "food-and-drink", name: "Food & Drink" };
  expect((await api.as(null).graphql(BY_SLUG, { slug: "food-and-drink" })).data).toEqual({ topic: expected });
  const { data } = await api
    .as("cleo")
    .graphql("query($id: ID!) { node(id: $id) { ... on Topic { id slug name } } }", { id: expected.id });
  expect(data).toEqual({ node: expected });
});

test("a topic that nobody has named yet is not there, whatever its slug looks like", async () => {
  for (const slug of ["none", "Food & Drink", "", "' or true --", "日本語"]) {
    expect((await api.as(null).graphql(BY_SLUG, { slug })).data).toEqual({ topic: null });
  }
});
