import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { globalId, newId } from "../../src/platform/ids.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { type House, newHouse } from "../support/new-house.ts";

let api: CastApi;
let house: House;
beforeAll(async () => {
  api = await startWithCast();
  house = await newHouse(api, { slug: "first-slug", name: "First Name", description: "Old.", city: "Leeds" });
});
afterAll(() => api.close());

const update = (who: string | null, input: object, of: House = house) =>
  act(
    api,
    who,
    "updateGroup",
    { groupId: of.id, ...input },
    "group { id slug name description city coordinates { latitude longitude } version topics { slug } }",
  );
const bySlug = async (slug: string, who: string | null = null) =>
  (
    await api
      .as(who)
      .graphql<{ group: { id: string } | null }>("query($slug: String!) { group(by: { slug: $slug }) { id } }", {
        slug,
      })
  ).data?.group?.id ?? null;

describe("updateGroup", () => {
  test("changes what is given, clears what is null, and leaves the rest", async () => {
    const { payload } = await update(house.key("organiser"), {
      name: "Second Name",
      description: null,
      topics: ["Chess"],
      expectedVersion: 1,
    });
    expect(payload?.["group"]).toMatchObject({
      name: "Second Name",
      description: null,
      city: "Leeds",
      version: 2,
      topics: [{ slug: "chess" }],
    });
    const { payload: again } = await update(house.key("owner"), { topics: [] });
    expect(again?.["group"]).toMatchObject({ name: "Second Name", version: 3, topics: [] });
  });

  test("takes a point on the map as a whole, keeps it, and clears it", async () => {
    const mapped = await newHouse(api);
    const pointAfter = async (input: object) =>
      (await update(mapped.key("owner"), input, mapped)).payload?.["group"].coordinates as unknown;
    const [there, elsewhere] = [
      { latitude: -90, longitude: 180 },
      { latitude: 0, longitude: 0 },
    ];
    expect(await pointAfter({ coordinates: there })).toEqual(there);
    expect(await pointAfter({ coordinates: elsewhere })).toEqual(elsewhere);
    expect(await pointAfter({ city: "Leeds" })).toEqual(elsewhere);
    expect(await pointAfter({ coordinates: null })).toBeNull();
  });

  test("is STALE, with the group as it is, when somebody else was faster", async () => {
    const { codes } = await update(house.key("owner"), { name: "Too Late", expectedVersion: 1 });
    expect(codes).toEqual(["STALE"]);
    const { payload } = await update(house.key("owner"), { city: "Leeds" });
    expect(payload?.["group"].name).toBe("Second Name");
  });

  test("keeps earlier slugs resolving, for this group alone", async () => {
    expect((await update(house.key("owner"), { slug: "second-slug" })).codes).toEqual([]);
    expect(await bySlug("first-slug")).toBe(house.id);
    expect(await bySlug("Second-Slug")).toBe(house.id);

    const other = await newHouse(api);
    for (const slug of ["first-slug", "second-slug"]) {
      expect((await update(other.key("owner"), { slug }, other)).codes).toEqual(["DUPLICATE"]);
    }
    expect((await update(house.key("owner"), { slug: "first-slug" })).codes).toEqual([]);
    expect(await bySlug("second-slug")).toBe(house.id);
  });

  test("gives a slug to one of two groups that want it at once", async () => {
    const [one, two] = [await newHouse(api), await newHouse(api)];
    const answers = await Promise.all([one, two].map((of) => update(of.key("owner"), { slug: "wanted-by-two" }, of)));
    expect(answers.map(({ codes }) => codes.join()).sort()).toEqual(["", "DUPLICATE"]);
  });

  test.each(["host", "member", "trial", "requested", "removed", "banned", "stranger"] as const)(
    "is FORBIDDEN for a %s, who sees the group",
    async (kind) => {
      expect((await update(house.key(kind), { name: "Mine" })).codes).toEqual(["FORBIDDEN"]);
    },
  );

  test("needs somebody signed in", async () => {
    expect((await update(null, { name: "Mine" })).codes).toEqual(["UNAUTHENTICATED"]);
  });

  test("answers a stranger to a private group as for an id of nothing", async () => {
    const hidden = await newHouse(api, { visibility: "PRIVATE" as never });
    const nothing = globalId("grp", newId());
    for (const kind of ["stranger", "removed", "banned", "resigned"] as const) {
      const { payload } = await update(hidden.key(kind), { name: "Mine" }, hidden);
      const random = await act(api, hidden.key(kind), "updateGroup", { groupId: nothing, name: "Mine" });
      expect(payload?.errors).toEqual(random.payload?.errors);
      expect(payload?.errors[0]?.code).toBe("NOT_FOUND");
    }
    expect((await update(hidden.key("organiser"), { groupId: "grp_nonsense" })).codes).toEqual(["NOT_FOUND"]);
    expect((await update(hidden.key("organiser"), { groupId: hidden.person("owner") })).codes).toEqual(["NOT_FOUND"]);
  });

  test.each([
    ["a null name", { name: null }, "name"],
    ["a null time zone", { timeZone: null }, "timeZone"],
    ["null topics", { topics: null }, "topics"],
    ["a null visibility", { visibility: null }, "visibility"],
  ])("refuses %s", async (_what, input, field) => {
    const { payload, codes } = await update(house.key("owner"), input);
    expect(codes).toEqual(["INVALID"]);
    expect(payload?.errors[0]?.path).toEqual(["input", field]);
  });

  test("changes nothing of an archived group", async () => {
    const old = await newHouse(api);
    await done(api, old.key("owner"), "archiveGroup", { groupId: old.id });
    expect((await update(old.key("owner"), { name: "New" }, old)).codes).toEqual(["CONFLICT"]);
  });
});

describe("archiveGroup", () => {
  test("is for owners, ends the group, and once is enough", async () => {
    const old = await newHouse(api, { name: "Past" });
    const archive = (kind: "owner" | "organiser" | "stranger", input: object = {}) =>
      act(
        api,
        old.key(kind),
        "archiveGroup",
        { groupId: old.id, ...input },
        "group { archivedAt version viewerCanUpdate }",
      );
    expect((await archive("organiser")).codes).toEqual(["FORBIDDEN"]);
    expect((await archive("stranger")).codes).toEqual(["FORBIDDEN"]);
    expect((await archive("owner", { expectedVersion: 7 })).codes).toEqual(["STALE"]);
    const first = await archive("owner", { expectedVersion: 1 });
    expect(first.payload?.["group"]).toEqual({
      archivedAt: "2026-06-01T09:00:00.000Z",
      version: 2,
      viewerCanUpdate: false,
    });
    expect((await archive("owner")).payload).toEqual(first.payload);

    expect(await bySlug(old.group.slug)).toBe(old.id);
    const { data } = await api
      .as(old.key("owner"))
      .graphql<{ groups: { edges: { node: { id: string } }[] } }>("{ groups(first: 100) { edges { node { id } } } }");
    expect(data?.groups.edges.map(({ node }) => node.id)).not.toContain(old.id);
  });
});
