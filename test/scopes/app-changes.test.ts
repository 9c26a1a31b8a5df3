/** Apps and acts: done for a member is what a scope names, as far as the member might, in the groups that they chose. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { globalId } from "../../src/platform/ids.ts";
import { SCOPE_NAMES, type Scope } from "../../src/scopes/scope.ts";
import { appToken, authenticateApps } from "../support/app-tokens.ts";
import { type CastApi, type CastName, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { makeMeeting } from "../support/meetings.ts";

let api: CastApi;
let meetingId: string;
beforeAll(async () => {
  api = await startWithCast({ authenticate: authenticateApps });
  meetingId = globalId("mtg", (await makeMeeting(api.dataSource)).id);
});
afterAll(() => api.close());

interface Granted {
  readonly scopes?: readonly Scope[];
  readonly groupIds?: readonly string[];
}
const asApp = (who: CastName, mutation: string, { scopes = SCOPE_NAMES, groupIds }: Granted = {}) =>
  api.graphql(
    `mutation { ${mutation.replaceAll("$id", `"${meetingId}"`).replaceAll("$person", `"${idOf("ben")}"`)} }`,
    {},
    { as: appToken(who, { scopes, groupIds: groupIds ?? null }) },
  );
const codesOf = ({ errors = [] }: Awaited<ReturnType<typeof asApp>>) => errors.map(({ extensions }) => extensions.code);
const answersOf = (who: CastName) =>
  api.dataSource.query<unknown[]>("select status from rsvps where person_id = $1", [keyOf(who)]);

const GOING = "rsvpGoing(input: { meetingId: $id }) { rsvp { status meeting { title } } errors { code } }";

describe("an act with a scope", () => {
  test("is done for the member, who reads what became of it as far as the scopes go", async () => {
    const answer = await asApp("kit", GOING, { scopes: ["rsvps:write"] });
    expect(codesOf(answer)).toEqual(["INSUFFICIENT_SCOPE"]);
    expect(answer.errors?.[0]?.path).toEqual(["rsvpGoing", "rsvp", "meeting", "title"]);
    expect(await answersOf("kit")).toEqual([{ status: "GOING" }]);
    const more = await asApp("kit", GOING, { scopes: ["rsvps:write", "rsvps:read"] });
    expect(more.data).toEqual({
      rsvpGoing: { rsvp: { status: "GOING", meeting: { title: "Breakfast" } }, errors: [] },
    });
  });

  test("is not done without that scope, while another in the same document is", async () => {
    const both = `check: checkIn(input: { meetingId: $id }) { errors { code } } ${GOING.replace("meeting { title }", "")}`;
    const answer = await asApp("hana", both, { scopes: ["rsvps:write"] });
    expect(answer.data).toMatchObject({ check: null, rsvpGoing: { rsvp: { status: "GOING" } } });
    expect(answer.errors?.map(({ path, extensions }) => [path, extensions["scope"]])).toEqual([
      [["check"], "attendance:write"],
    ]);
  });

  test("is not more than the member may", async () => {
    const roll = `submitRoll(input: { meetingId: $id, expectedVersion: 0 }) { errors { code } }`;
    expect(codesOf(await asApp("ben", roll))).toEqual(["FORBIDDEN"]);
  });

  test("is not done in a group that was not chosen, not even what a stranger might", async () => {
    const answer = await asApp("cleo", GOING, { groupIds: [keyOf("quaysideCircle")] });
    expect(codesOf(answer)).toEqual(["FORBIDDEN"]);
    expect(await answersOf("cleo")).toEqual([]);
    expect(codesOf(await asApp("cleo", GOING, { groupIds: [keyOf("harbourBreakfast")] }))).toEqual([]);
  });
});

describe("threat 17: whatever it was allowed, an app", () => {
  test.each([
    ["changes no profile", 'updateProfile(input: { headline: "Mine now" }) { errors { code } }'],
    [
      "chooses no audience",
      "setFieldVisibility(input: { fields: [{ field: EMAIL, audience: PUBLIC }] }) { errors { code } }",
    ],
    ["lets no other app in", "setFellowMembersApps(input: { allowed: true }) { errors { code } }"],
    ["signs nobody out", "signOut(input: { everywhere: true }) { errors { code } }"],
    ["changes no address", 'requestEmailChange(input: { email: "mine@example.org" }) { errors { code } }'],
    ["removes nobody", 'removeMember(input: { membershipId: "mem_x" }) { errors { code } }'],
    ["blocks nobody", "blockPerson(input: { personId: $person }) { errors { code } }"],
    ["writes no recall note", 'writeRecallNote(input: { personId: $person, text: "x" }) { errors { code } }'],
    [
      "makes no key",
      `createApiKey(input: { groupIds: ["${idOf("harbourBreakfast")}"], kind: SECRET, name: "x", scopes: [GROUPS_READ] }) { errors { code } }`,
    ],
  ])("%s", async (_, mutation) => {
    const answer = await asApp("ada", mutation);
    expect(codesOf(answer)).toEqual(["INSUFFICIENT_SCOPE"]);
    expect(Object.values(answer.data ?? {})).toEqual([null]);
  });
});
