import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { MembershipStatus } from "../../src/groups/membership.entity.ts";
import { Audience } from "../../src/people/audience.ts";
import type { Person } from "../../src/people/person.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import { runTimer } from "../../src/platform/jobs.ts";
import {
  type CastApi,
  type CastName,
  keyOf,
  makeBlock,
  makeGroup,
  makeMembership,
  makePerson,
  makeVisitor,
  startWithCast,
} from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";
import { makeMeeting } from "../support/meetings.ts";
import { at, MovedClock, markOf, record } from "../support/rolls.ts";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterAll(() => api.close());

const groupId = keyOf("harbourBreakfast");
let surname = 0;
let family: string;
beforeEach(() => {
  // Each test has a name of its own, so that nobody is like anybody of another test.
  family = [
    "Okafor",
    "Lindqvist",
    "Marchetti",
    "Oyelaran",
    "Quillfeldt",
    "Brzezinski",
    "Takahashi",
    "Delacroix",
    "Ximenes",
    "Wojcik",
  ][surname++] as string;
});

/** Somebody on the books without an account. */
async function visitor(row: Partial<Person> = {}, group = groupId): Promise<Person> {
  const person = await makePerson(api.dataSource, {
    displayName: `Wen ${family}`,
    email: null,
    emailVerifiedAt: null,
    ...row,
  });
  await makeVisitor(api.dataSource, { groupId: group, personId: person.id });
  return person;
}
async function member(row: Partial<Person> = {}, status = MembershipStatus.ACTIVE): Promise<Person> {
  const person = await makePerson(api.dataSource, { displayName: `Wen ${family}`, ...row });
  await makeMembership(api.dataSource, { groupId, personId: person.id, status });
  return person;
}

async function scan(): Promise<void> {
  await api.dataSource.query("insert into unscanned_books select id, created_at from groups on conflict do nothing");
  await runTimer(testJobs(api.dataSource.manager, { clock }).deps, "find-duplicates");
}

interface Listed {
  person: { id: string };
  personName: string;
  duplicate: { id: string };
  duplicateName: string;
  reasons: string[];
  score: number;
}

const QUERY = `query ($id: ID!) { group(by: { id: $id }) { likelyDuplicates(first: 100) { totalCount edges { node {
  group { id } person { id } personName duplicate { id } duplicateName reasons score } } } } }`;

/** The pairs of this test's family, as somebody reads them; null for who may not. */
async function listed(who: CastName | null = "ada", id = globalId("grp", groupId)): Promise<Listed[] | null> {
  const { data, errors } = await api
    .as(who)
    .graphql<{ group: { likelyDuplicates: { edges: { node: Listed }[] } | null } | null }>(QUERY, { id });
  expect(errors).toBeUndefined();
  const edges = data?.group?.likelyDuplicates?.edges;
  return edges?.map(({ node }) => node).filter(({ personName }) => personName.includes(family)) ?? null;
}

describe("Group.likelyDuplicates", () => {
  test("shows who would stay, who would go, and why", async () => {
    const account = await member();
    const walkIn = await visitor();
    await scan();
    expect(await listed()).toEqual([
      {
        group: { id: globalId("grp", groupId) },
        person: { id: globalId("per", account.id) },
        personName: `Wen ${family}`,
        duplicate: { id: globalId("per", walkIn.id) },
        duplicateName: `Wen ${family}`,
        reasons: ["SAME_NAME"],
        score: expect.any(Number),
      },
    ]);
  });

  test("is for those who organise the group alone", async () => {
    await member();
    await visitor();
    await scan();
    expect(await listed("dev")).toHaveLength(1);
    for (const who of ["hana", "ben", "cleo", "remy", null] as const) expect(await listed(who)).toBeNull();
  });

  test("puts one address before anything else", async () => {
    await visitor({ displayName: `Wen Mia Tom ${family}` });
    await visitor({ displayName: `Wen Mia Tom ${family}` });
    await member({ displayName: `A ${family}`, email: "wen@first.example" });
    await member({ displayName: `B ${family}`, email: "wen+x@first.example", emailVerifiedAt: null });
    await scan();
    expect((await listed())?.[0]?.reasons).toContain("SAME_EMAIL");
  });

  test("never lists two people with accounts, nor two who were marked at one meeting", async () => {
    await member();
    await member();
    await scan();
    expect(await listed()).toEqual([]);

    const walkIn = await visitor();
    await scan();
    expect(await listed()).toHaveLength(2);
    const meeting = await makeMeeting(api.dataSource);
    const others = await listed();
    const marks = [walkIn.id, ...(others ?? []).map(({ person }) => person.id.slice(4))];
    clock.moveTo(at("06:05"));
    const { outcomes } = await record(
      api,
      "ada",
      meeting.globalId,
      marks.map((id) => markOf({ personId: id.includes("-") ? globalId("per", id) : `per_${id}` })),
    );
    expect(outcomes).toEqual(["STORED", "STORED", "STORED"]);
    await scan();
    expect(await listed()).toEqual([]);
  });

  test("compares nothing that organisers may not read", async () => {
    const hidden = { displayName: `Wen ${family}`, email: "hidden@wen.example" };
    await member({ ...hidden, emailAudience: Audience.NOBODY });
    await member({ displayName: "Mia Somebody", email: "hidden+x@wen.example", emailVerifiedAt: null });
    await scan();
    expect(await listed()).toEqual([]);
    await api.dataSource.query("update people set email_audience = 'ORGANISERS' where email = 'hidden@wen.example'");
    await scan();
    expect((await listed())?.map(({ reasons }) => reasons)).toEqual([["SAME_EMAIL"]]);
  });

  test("knows nobody by an address that an organiser typed", async () => {
    await member();
    const typed = await makePerson(api.dataSource, { displayName: `Wen ${family}`, emailVerifiedAt: null });
    await makeVisitor(api.dataSource, { groupId, personId: typed.id, knownAs: `Wen ${family}` });
    await scan();
    expect(await listed()).toEqual([]);
  });

  test("tells nothing of other groups", async () => {
    await visitor();
    const other = await makeGroup(api.dataSource);
    await visitor({}, other.id);
    await scan();
    expect(await listed()).toEqual([]);
    expect(await listed("ada", globalId("grp", other.id))).toBeNull();
  });

  test("leaves out who is across a block of the viewer", async () => {
    const account = await makePerson(api.dataSource, { displayName: `Wen ${family}` });
    await makeVisitor(api.dataSource, { groupId, personId: account.id });
    await visitor();
    await scan();
    expect(await listed()).toHaveLength(1);
    await makeBlock(api.dataSource, account.id, keyOf("ada"));
    expect(await listed()).toEqual([]);
    expect(await listed("dev")).toHaveLength(1);
  });

  test("follows the books by itself, and forgets what no longer holds", async () => {
    const { deps } = testJobs(api.dataSource.manager, { clock });
    await scan();
    const meeting = await makeMeeting(api.dataSource);
    await member();
    clock.moveTo(at("06:05"));
    const walkIn = { walkInId: "0a7e0000-0000-4000-8000-00000000aaaa", name: `Wen ${family}`, kind: "GUEST" };
    await record(api, "hana", meeting.globalId, [markOf({ walkIn })]);
    const { drainJobs } = await import("../../src/platform/jobs.ts");
    await drainJobs(deps);
    await runTimer(deps, "find-duplicates");
    const [pair] = (await listed()) ?? [];
    expect(pair?.reasons).toEqual(["SAME_NAME"]);

    await api.dataSource.query("update people set display_name = 'Somebody Else' where id = $1", [
      pair?.duplicate.id.slice(4),
    ]);
    await scan();
    expect(await listed()).toEqual([]);
  });
});
