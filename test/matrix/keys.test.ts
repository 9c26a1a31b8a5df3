/** Every root field, asked with a key: what holds of keys holds of fields that nobody has thought of yet. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ApiScope } from "../../src/groups/api-scope.ts";
import { type CastApi, idOf, startWithCast } from "../support/cast.ts";
import { makeKey, SITE } from "../support/keys.ts";
import { openHouses } from "./house.ts";
import type { Act, Question } from "./line.ts";
import { ROLES } from "./roles.ts";
import { MUTATIONS, QUERIES } from "./table.ts";

const MINUTE = 60_000;
const KINDS = ["publishable", "secret"] as const;
type Kind = (typeof KINDS)[number];

let api: CastApi;
const secrets = new Map<Kind, string>();
beforeAll(async () => {
  api = await startWithCast();
  const make = (more = {}) => makeKey(api, "ada", [idOf("harbourBreakfast")], more);
  const wide = { kind: "SECRET", scopes: Object.values(ApiScope), allowedOrigins: null };
  secrets.set("publishable", (await make()).secret);
  // Of another group than those that are asked about.
  secrets.set("secret", (await make(wide)).secret);
});
afterAll(() => api.close());

const all = <T extends object>(entry: T | readonly T[]): readonly T[] => (Array.isArray(entry) ? entry : [entry as T]);
const asKey = (kind: Kind, query: string, variables = {}) =>
  api.graphql(query, variables, {
    as: secrets.get(kind) ?? "",
    headers: kind === "publishable" ? { origin: SITE } : {},
  });

test.each(KINDS)(
  "with a %s key nothing can be changed",
  async (kind) => {
    const [house] = await openHouses(api, ["owner"]);
    const outcomes: string[] = [];
    for (const [name, entry] of Object.entries(MUTATIONS)) {
      for (const { input } of all<Act>(entry)) {
        const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
        const query = `mutation Act($input: ${type}!) { ${name}(input: $input) { __typename } }`;
        const { errors, data } = await asKey(kind, query, { input: input(house!, "owner") });
        outcomes.push(`${name} ${errors?.[0]?.extensions.code} ${data}`);
      }
    }
    expect(outcomes.filter((outcome) => !outcome.endsWith("INSUFFICIENT_SCOPE undefined"))).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(60);
  },
  MINUTE,
);

test.each(KINDS)(
  "with a %s key everything that is not its groups' looks as it does to nobody",
  async (kind) => {
    const houses = await openHouses(api, ROLES);
    let asked = 0;
    for (const [name, entry] of Object.entries(QUERIES)) {
      if (name === "rateLimit") continue;
      for (const { query } of all<Question>(entry)) {
        for (const house of houses) {
          const text = `{ ${query(house)} }`;
          const [{ data, errors }, nobody] = [await asKey(kind, text), await api.as(null).graphql(text)];
          expect({ text, data, errors }).toEqual({ text, data: nobody.data, errors: nobody.errors });
          asked++;
        }
      }
    }
    expect(asked).toBeGreaterThan(300);
  },
  MINUTE,
);
