import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Pool } from "pg";
import { type Group, GroupVisibility } from "../../src/groups/group.entity.ts";
import { MembershipRole, MembershipStatus } from "../../src/groups/membership.entity.ts";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import { MeetingMode } from "../../src/meetings/meeting-mode.ts";
import { MeetingRole, MeetingRoleKind } from "../../src/meetings/meeting-role.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import {
  type CastApi,
  fixedId,
  idOf,
  keyOf,
  makeGroup,
  makeMembership,
  makeRow,
  startWithCast,
} from "../support/cast.ts";
import { act, makeMeeting } from "../support/meetings.ts";

/** Everybody who might ask; null is nobody. */
const EVERYBODY = [null, "cleo", "ben", "kit", "hana", "dev", "ada", "remy", "bao", "eva", "finn"] as const;
type Who = (typeof EVERYBODY)[number];
const ORGANISERS: readonly Who[] = ["ada", "dev"];
const CIRCLE: readonly Who[] = ["eva", "finn"];

let api: CastApi;
let quayside: Made;
let unlisted: Made;
let unlistedGroup: Group;
type Made = Awaited<ReturnType<typeof makeMeeting>>;
/** Of Harbour Breakfast, by what they are. */
const made: Record<string, Made> = {};

beforeAll(async () => {
  api = await startWithCast();
  const db = api.dataSource;
  made["past"] = await makeMeeting(db, { title: "past", startsAtLocal: "2026-05-05T07:00:00" });
  made["ended"] = await makeMeeting(db, { title: "ended", startsAtLocal: "2026-06-01T09:00:00" });
  made["running"] = await makeMeeting(db, { title: "running", startsAtLocal: "2026-06-01T09:01:00" });
  made["cancelled"] = await makeMeeting(db, {
    title: "cancelled",
    startsAtLocal: "2026-06-01T12:00:00",
    cancelledAt: new Date("2026-05-30T12:00:00Z"),
    cancellationReason: "Rain",
  });
  made["draft"] = await makeMeeting(db, { title: "draft", publishedAt: null });
  made["next"] = await makeMeeting(db, {
    title: "next",
    startsAtLocal: "2026-06-02T08:00:00",
    mode: MeetingMode.ONLINE,
  });
  made["later"] = await makeMeeting(db, {
    title: "later",
    startsAtLocal: "2026-07-07T07:00:00",
    mode: MeetingMode.HYBRID,
  });
  quayside = await makeMeeting(db, { title: "quayside", groupId: keyOf("quaysideCircle") });
  unlistedGroup = await makeGroup(db, { visibility: GroupVisibility.UNLISTED });
  await makeMembership(db, { groupId: unlistedGroup.id, personId: keyOf("kit") });
  unlisted = await makeMeeting(db, { title: "unlisted", groupId: unlistedGroup.id });
});
afterAll(() => api.close());

interface Page {
  totalCount: number;
  edges: { cursor: string; node: { title: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}
const PAGE =
  "totalCount edges { cursor node { title } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";
const titles = (page: Page | undefined): string[] => (page?.edges ?? []).map(({ node }) => node.title);

async function list(who: Who, args = "", variables = {}): Promise<Page> {
  const { data, errors } = await api.as(who).graphql<{ meetings: Page }>(`{ meetings${args} { ${PAGE} } }`, variables);
  if (!data) throw new Error(JSON.stringify(errors));
  return data.meetings;
}
async function ofGroup(who: Who, groupId: string, args = ""): Promise<Page | null> {
  const document = `query ($id: ID!) { node(id: $id) { ... on Group { meetings${args} { ${PAGE} } } } }`;
  const { data } = await api.as(who).graphql<{ node: { meetings: Page } | null }>(document, { id: groupId });
  return data?.node?.meetings ?? null;
}
const found = async (who: Who, id: string): Promise<boolean> => {
  const { data } = await api.as(who).graphql("query ($id: ID!) { node(id: $id) { id } }", { id });
  return data?.["node"] !== null;
};

describe("who sees which meetings", () => {
  const published = ["past", "ended", "running", "cancelled", "next", "later"];

  test.each(EVERYBODY)("%s, in the list of all, in its count, in the group's, and by ID", async (who) => {
    const organises = ORGANISERS.includes(who);
    const harbour = organises ? ["past", "ended", "running", "cancelled", "draft", "next", "later"] : published;
    const own = [...(CIRCLE.includes(who) ? ["quayside"] : []), ...(who === "kit" ? ["unlisted"] : [])];
    const all = await list(who);
    expect([...titles(all)].sort()).toEqual([...harbour, ...own].sort());
    expect(all.totalCount).toBe(harbour.length + own.length);

    const group = await ofGroup(who, idOf("harbourBreakfast"));
    expect(titles(group ?? undefined)).toEqual(harbour);
    expect(group?.totalCount).toBe(harbour.length);
    expect(await found(who, made["draft"]?.globalId ?? "")).toBe(organises);

    const circle = await ofGroup(who, idOf("quaysideCircle"));
    expect(circle && titles(circle)).toEqual(CIRCLE.includes(who) ? ["quayside"] : null);
    expect(await found(who, quayside.globalId)).toBe(CIRCLE.includes(who));
    expect(await list(who, `(filter: { groups: ["${idOf("quaysideCircle")}"] })`)).toMatchObject({
      totalCount: CIRCLE.includes(who) ? 1 : 0,
    });

    const unlistedId = globalId("grp", unlistedGroup.id);
    expect(titles((await ofGroup(who, unlistedId)) ?? undefined)).toEqual(["unlisted"]);
    expect(titles(await list(who, `(filter: { groups: ["${unlistedId}"] })`))).toEqual(["unlisted"]);
    expect(await found(who, unlisted.globalId)).toBe(true);
  });

  test("threat 5: no filter and no order tells of a draft", async () => {
    for (const args of [
      "(filter: { statuses: [DRAFT] })",
      "(filter: { upcoming: true, statuses: [DRAFT, SCHEDULED] })",
    ]) {
      expect(titles(await list("ben", args))).not.toContain("draft");
    }
    expect(titles(await list("dev", "(filter: { statuses: [DRAFT] })"))).toEqual(["draft"]);
    const nextIs = async (who: Who) => {
      const document = "query ($id: ID!) { node(id: $id) { ... on Group { nextMeeting { title } } } }";
      return (await api.as(who).graphql(document, { id: idOf("harbourBreakfast") })).data?.["node"];
    };
    expect(await nextIs(null)).toEqual({ nextMeeting: { title: "running" } });
    expect(await nextIs("ada")).toEqual({ nextMeeting: { title: "running" } });
  });

  test("threat 7: who loses the role loses the draft with the next request", async () => {
    const group = await makeGroup(api.dataSource);
    const membership = await makeMembership(api.dataSource, {
      groupId: group.id,
      personId: keyOf("cleo"),
      role: MembershipRole.ORGANISER,
    });
    const draft = await makeMeeting(api.dataSource, { groupId: group.id, publishedAt: null, title: "gone" });
    expect(await found("cleo", draft.globalId)).toBe(true);
    for (const change of [
      { role: MembershipRole.HOST },
      { role: MembershipRole.OWNER, status: MembershipStatus.REMOVED },
    ]) {
      await api.dataSource.manager.update("memberships", membership.id, change);
      expect(await found("cleo", draft.globalId)).toBe(false);
    }
    await api.dataSource.manager.update(Meeting, draft.id, { cancelledAt: new Date("2026-05-30T12:00:00Z") });
    expect(await found(null, draft.globalId)).toBe(false);
  });

  test("threat 2: ids of another kind, raw keys and nonsense are nobody's", async () => {
    const { id } = made["next"] as Made;
    for (const wrong of [
      globalId("grp", id),
      globalId("ser", id),
      id,
      "mtg_",
      `mtg_${"0".repeat(32)}`,
      "mtg_' or 1=1",
    ]) {
      expect(await found("ada", wrong)).toBe(false);
    }
  });
});

describe("lists of meetings", () => {
  test("upcoming means not yet ended by the server's clock, for every caller", async () => {
    expect(titles(await list(null, "(filter: { upcoming: true })"))).toEqual(["running", "cancelled", "next", "later"]);
    expect(titles(await list(null, "(filter: { upcoming: false })"))).toEqual(["past", "ended"]);
    expect(titles(await list(null, "(filter: { upcoming: true, statuses: [SCHEDULED] })"))).toEqual([
      "running",
      "next",
      "later",
    ]);
  });

  test("can be narrowed by span of time, mode, status and group, all at once", async () => {
    const span = 'startsAt: { from: "2026-06-01T11:00:00Z", before: "2026-07-07T06:00:00Z" }';
    expect(titles(await list(null, `(filter: { ${span} })`))).toEqual(["cancelled", "next"]);
    expect(titles(await list(null, "(filter: { modes: [ONLINE, HYBRID] })"))).toEqual(["next", "later"]);
    expect(titles(await list(null, "(filter: { statuses: [CANCELLED] })"))).toEqual(["cancelled"]);
    const group = idOf("harbourBreakfast");
    expect(
      titles(await list(null, `(filter: { ${span}, modes: [ONLINE], statuses: [SCHEDULED], groups: ["${group}"] })`)),
    ).toEqual(["next"]);
    expect(titles(await list("eva", "(filter: { groups: [] })"))).toEqual([]);
    expect(titles(await list("eva", `(filter: { groups: ["${made["next"]?.globalId}"] })`))).toEqual([]);
    const { errors } = await api.as(null).graphql("{ meetings(filter: { startsAt: {} }) { totalCount } }");
    expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });

  test("come in pages, forwards and backwards, with flags that are true, in both orders and both directions", async () => {
    for (const order of ["STARTS_AT", "CREATED_AT"]) {
      for (const direction of ["ASC", "DESC"]) {
        const orderBy = `orderBy: { field: ${order}, direction: ${direction} }`;
        const whole = titles(await list("eva", `(first: 100, ${orderBy})`));
        const forwards: string[] = [];
        let after: string | null = null;
        do {
          const page: Page = await list("eva", `(first: 2, ${after ? `after: "${after}", ` : ""}${orderBy})`);
          expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
          forwards.push(...titles(page));
          after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
        } while (after);
        const backwards: string[] = [];
        let before: string | null = null;
        do {
          const page: Page = await list("eva", `(last: 2, ${before ? `before: "${before}", ` : ""}${orderBy})`);
          expect(page.pageInfo.hasNextPage).toBe(before !== null);
          backwards.unshift(...titles(page));
          before = page.pageInfo.hasPreviousPage ? page.pageInfo.startCursor : null;
        } while (before);
        expect([forwards, backwards]).toEqual([whole, whole]);
        expect(whole).toHaveLength(7);
      }
    }
  });

  test("with many at the same instant lose and repeat none", async () => {
    const group = await makeGroup(api.dataSource, { visibility: GroupVisibility.UNLISTED });
    for (let n = 0; n < 7; n++) await makeMeeting(api.dataSource, { groupId: group.id, title: `tie ${n}` });
    const seen: string[] = [];
    let after = "";
    for (let page = 0; page < 3; page++) {
      const got = await ofGroup(null, globalId("grp", group.id), `(first: 3${after})`);
      seen.push(...titles(got ?? undefined));
      after = `, after: "${got?.pageInfo.endCursor}"`;
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });
});

describe("one meeting", () => {
  test("tells its group, its place in time, and what the viewer may do with it", async () => {
    const document = `query ($id: ID!) { node(id: $id) { ... on Meeting {
      status hasStarted hasEnded group { slug } series { id } originalStart differsFromSeries
      viewerCanUpdate viewerCanCancel viewerCanReschedule viewerCanPublish
    } } }`;
    const read = async (who: Who, which: string) =>
      (await api.as(who).graphql(document, { id: made[which]?.globalId })).data?.["node"];
    expect(await read("ada", "running")).toEqual({
      status: "SCHEDULED",
      hasStarted: true,
      hasEnded: false,
      group: { slug: "harbour-breakfast" },
      series: null,
      originalStart: null,
      differsFromSeries: false,
      viewerCanUpdate: true,
      viewerCanCancel: true,
      viewerCanReschedule: false,
      viewerCanPublish: false,
    });
    expect(await read("dev", "draft")).toMatchObject({
      status: "DRAFT",
      viewerCanPublish: true,
      viewerCanReschedule: true,
    });
    expect(await read("dev", "ended")).toMatchObject({ hasEnded: true, viewerCanUpdate: true, viewerCanCancel: false });
    const nothing = {
      viewerCanUpdate: false,
      viewerCanCancel: false,
      viewerCanReschedule: false,
      viewerCanPublish: false,
    };
    for (const who of ["hana", "ben", "eva", "remy", null] as const)
      expect(await read(who, "next")).toMatchObject(nothing);
  });

  test("names hosts and speakers in order, but nobody across a block", async () => {
    const meetingId = made["later"]?.id ?? "";
    const add = (position: number, name: "ben" | "hana", role: MeetingRoleKind) =>
      makeRow(api.dataSource, MeetingRole, {
        id: fixedId(0xb000 + position),
        meetingId,
        personId: keyOf(name),
        role,
        takesSeat: true,
        position,
      });
    await add(0, "hana", MeetingRoleKind.HOST);
    await add(1, "ben", MeetingRoleKind.HOST);
    await add(2, "ben", MeetingRoleKind.SPEAKER);
    const document =
      "query ($id: ID!) { node(id: $id) { ... on Meeting { hosts { person { id } } speakers { role person { id } } } } }";
    const read = async (who: Who) =>
      (await api.as(who).graphql(document, { id: made["later"]?.globalId })).data?.["node"];
    expect(await read(null)).toEqual({
      hosts: [{ person: { id: idOf("hana") } }, { person: { id: idOf("ben") } }],
      speakers: [{ role: "SPEAKER", person: { id: idOf("ben") } }],
    });
    expect(await read("kit")).toEqual({ hosts: [{ person: { id: idOf("hana") } }], speakers: [] });
  });
});

describe("who leaves the group", () => {
  test("is announced as host or speaker of its coming meetings no longer, and stays on record for the past ones", async () => {
    const group = await makeGroup(api.dataSource, { visibility: GroupVisibility.UNLISTED });
    await makeMembership(api.dataSource, { groupId: group.id, personId: keyOf("finn") });
    await makeMembership(api.dataSource, { groupId: group.id, personId: keyOf("eva"), role: MembershipRole.OWNER });
    const hosted = async (startsAtLocal: string, position: number) => {
      const meeting = await makeMeeting(api.dataSource, { groupId: group.id, startsAtLocal });
      const row = {
        meetingId: meeting.id,
        personId: keyOf("finn"),
        role: MeetingRoleKind.HOST,
        takesSeat: true,
        position,
      };
      await makeRow(api.dataSource, MeetingRole, { id: fixedId(0xc000 + position), ...row });
    };
    await hosted("2026-05-05T07:00:00", 0);
    await hosted("2026-06-02T07:00:00", 1);
    const input = { groupId: globalId("grp", group.id) };
    expect((await act(api, "finn", "leaveGroup", input, "membership { status }")).faults).toEqual([]);
    const document =
      "query ($id: ID!) { node(id: $id) { ... on Group { meetings { edges { node { hosts { person { id } } } } } } } }";
    const { data } = await api.as("eva").graphql(document, { id: input.groupId });
    const hosts = (data as { node: { meetings: { edges: { node: object }[] } } }).node.meetings.edges.map(
      ({ node }) => node,
    );
    expect(hosts).toEqual([{ hosts: [{ person: { id: idOf("finn") } }] }, { hosts: [] }]);
  });
});

describe("a group site", () => {
  test("reads the next three meetings of thirty groups in one operation, for nobody in particular: one statement", async () => {
    const groups: string[] = [];
    for (let n = 0; n < 30; n++) {
      const group = await makeGroup(api.dataSource, { name: `AA ${String(n).padStart(2, "0")}` });
      groups.push(globalId("grp", group.id));
      for (let month = 6; month < 10; month++) {
        await makeMeeting(api.dataSource, {
          groupId: group.id,
          title: `${n}/${month}`,
          startsAtLocal: `2026-0${month}-15T18:00:00`,
          inPersonCapacity: 20,
        });
      }
    }
    const fields = `name meetings(first: 3, filter: { upcoming: true, statuses: [SCHEDULED] }) { edges { node {
      id title startsAt startsAtLocal timeZone mode place { name city } seats { inPerson { free } }
    } } }`;
    const document = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Group { ${fields} } } }`;
    interface Answer {
      nodes: { name: string; meetings: { edges: { node: { title: string } }[] } }[];
    }
    const { master } = api.dataSource.driver as unknown as { master: Pool };
    let statements = 0;
    const counted = () => statements++;
    const ask = () => api.as(null).graphql<Answer>(document, { ids: groups });
    master.on("acquire", counted);
    const { data, errors, extensions } = await ask();
    master.off("acquire", counted);
    expect(errors).toBeUndefined();
    expect(data?.nodes.map(({ meetings }) => meetings.edges.map(({ node }) => node.title))).toEqual(
      groups.map((_id, n) => [`${n}/6`, `${n}/7`, `${n}/8`]),
    );
    expect(statements).toBe(1);
    expect(extensions?.["cost"].requested).toBeLessThanOrEqual(1_000);
    const byList = await api.as(null).graphql(`{ groups(first: 30) { edges { node { ${fields} } } } }`);
    expect(byList.errors).toBeUndefined();
    expect(byList.extensions?.["cost"].requested).toBeLessThanOrEqual(1_000);
  });
});
