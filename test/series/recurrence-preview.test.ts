import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Api, startApi } from "../support/start-api.ts";

const PREVIEW = /* GraphQL */ `
  query Preview($rule: String!, $startsAtLocal: LocalDateTime!, $timeZone: TimeZone!, $first: Int) {
    recurrencePreview(rule: $rule, startsAtLocal: $startsAtLocal, timeZone: $timeZone, first: $first) {
      startsAtLocal
      startsAt
    }
  }
`;

interface Preview {
  recurrencePreview: { startsAtLocal: string; startsAt: string }[];
}

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const preview = (variables: Record<string, unknown>) =>
  api.graphql<Preview>(PREVIEW, {
    rule: "FREQ=WEEKLY",
    startsAtLocal: "2026-06-02T18:30:00",
    timeZone: "Europe/London",
    ...variables,
  });

test("shows what a rule would give, to anyone, over a change of the clocks", async () => {
  const { data, errors } = await preview({
    rule: "FREQ=MONTHLY;BYDAY=-1SU",
    startsAtLocal: "2026-09-27T01:30",
    timeZone: "europe/london",
    first: 3,
  });
  expect(errors).toBeUndefined();
  expect(data?.recurrencePreview).toEqual([
    { startsAtLocal: "2026-09-27T01:30:00", startsAt: "2026-09-27T00:30:00.000Z" },
    { startsAtLocal: "2026-10-25T01:30:00", startsAt: "2026-10-25T00:30:00.000Z" },
    { startsAtLocal: "2026-11-29T01:30:00", startsAt: "2026-11-29T01:30:00.000Z" },
  ]);
});

test("shows 20 where nothing is said, at most 100, and fewer where the rule ends", async () => {
  const lengthOf = async (variables: Record<string, unknown>) =>
    (await preview(variables)).data?.recurrencePreview.length;
  expect(await lengthOf({})).toBe(20);
  expect(await lengthOf({ first: null })).toBe(20);
  expect(await lengthOf({ first: 1 })).toBe(1);
  expect(await lengthOf({ first: 100 })).toBe(100);
  expect(await lengthOf({ rule: "FREQ=WEEKLY;COUNT=4", first: 100 })).toBe(4);
  expect(await lengthOf({ rule: "FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=2" })).toBe(0);
});

test.each([
  ["FREQ=WEEKLY;INTERVAL=0", "INVALID_RULE"],
  ["every other Tuesday", "INVALID_RULE"],
  ["", "INVALID_RULE"],
  ["FREQ=HOURLY", "UNSUPPORTED_RULE"],
  ["FREQ=YEARLY;BYWEEKNO=20", "UNSUPPORTED_RULE"],
])("%j is refused with the reason %s", async (rule, reason) => {
  const { data, errors } = await preview({ rule });
  expect(data).toBeNull();
  expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", reason }, path: ["recurrencePreview"] }]);
});

describe("arguments that are none", () => {
  test.each([0, -1, 101, 1_000_000])("first: %d", async (first) => {
    const { errors } = await preview({ first });
    expect(errors).toMatchObject([
      { message: "`first` is a number from 1 to 100.", extensions: { code: "BAD_USER_INPUT" } },
    ]);
    expect(errors?.[0]?.extensions).not.toHaveProperty("reason");
  });

  test.each([
    ["startsAtLocal", "2026-02-30T18:30:00"],
    ["startsAtLocal", "2026-06-02T18:30:00Z"],
    ["timeZone", "Etc/GMT+5"],
    ["timeZone", "Atlantis"],
  ])("%s: %s", async (name, value) => {
    const { errors } = await preview({ [name]: value });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });

  test("a faulty literal in the document is shown its place", async () => {
    const { errors } = await api.graphql(
      `{ recurrencePreview(rule: "FREQ=DAILY", startsAtLocal: "2026-02-30T09:00:00", timeZone: "UTC") { startsAt } }`,
    );
    expect(errors).toMatchObject([
      { locations: [{ line: 1 }], message: expect.stringContaining("`LocalDateTime` must be") },
    ]);
  });
});
