/** The audit log tells who was named host or speaker of a meeting, and who no longer is. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { done } from "../support/act.ts";
import { type CastApi, idOf, startWithCast } from "../support/cast.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

interface Line {
  readonly action: string;
  readonly objectId: string;
  readonly person: { id: string } | null;
  readonly actor: { id: string } | null;
  readonly changes: { field: string; before: string | null; after: string | null }[];
}

/** The lines of the group's log about this meeting, oldest first, without those read before. */
let read = 0;
async function newLines(meetingId: string): Promise<object[]> {
  const { data } = await api.as("ada").graphql<{ group: { auditLog: { edges: { node: Line }[] } } }>(
    `{ group(by: { slug: "harbour-breakfast" }) { auditLog(first: 100) { edges { node {
         action objectId person { id } actor { id } changes { field before after } } } } } }`,
  );
  const lines = data?.group.auditLog.edges.map(({ node }) => node).filter((line) => line.objectId === meetingId) ?? [];
  const fresh = lines.slice(read);
  read = lines.length;
  for (const { actor } of fresh) expect(actor).toEqual({ id: idOf("ada") });
  return fresh.map(({ action, person, changes }) => ({
    action,
    person: person?.id,
    ...Object.fromEntries(changes.map(({ field, before, after }) => [field, `${before} -> ${after}`])),
  }));
}

test("each person named, changed or no longer named is a line; the viewer and the order are none", async () => {
  const { meeting } = await done(
    api,
    "ada",
    "scheduleMeeting",
    {
      groupId: idOf("harbourBreakfast"),
      title: "Breakfast",
      startsAtLocal: "2026-06-09T07:00",
      durationMinutes: 60,
      mode: "IN_PERSON",
      roles: [
        { personId: idOf("hana"), role: "HOST" },
        { personId: idOf("ada"), role: "HOST" },
        { personId: idOf("ben"), role: "SPEAKER", takesSeat: false },
      ],
    },
    "meeting { id }",
  );
  const named = { action: "scheduleMeeting" };
  expect(await newLines(meeting.id)).toEqual([
    { ...named, person: idOf("hana"), role: "null -> HOST", takesSeat: "null -> true" },
    { ...named, person: idOf("ben"), role: "null -> SPEAKER", takesSeat: "null -> false" },
  ]);

  const update = (roles: object[] | null) =>
    done(api, "ada", "updateMeeting", { meetingId: meeting.id, roles }, "meeting { version }");
  await update([
    { personId: idOf("ben"), role: "SPEAKER", takesSeat: true },
    { personId: idOf("ben"), role: "HOST" },
    { personId: idOf("ada"), role: "SPEAKER" },
  ]);
  const updated = { action: "updateMeeting" };
  expect(await newLines(meeting.id)).toEqual([
    { ...updated, person: idOf("hana"), role: "HOST -> null", takesSeat: "true -> null" },
    { ...updated, person: idOf("ben"), role: "SPEAKER -> SPEAKER", takesSeat: "false -> true" },
    { ...updated, person: idOf("ben"), role: "null -> HOST", takesSeat: "null -> true" },
  ]);

  await update([
    { personId: idOf("ben"), role: "HOST" },
    { personId: idOf("ben"), role: "SPEAKER" },
  ]);
  expect(await newLines(meeting.id)).toEqual([]);
  await update(null);
  expect(await newLines(meeting.id)).toEqual([
    { ...updated, person: idOf("ben"), role: "HOST -> null", takesSeat: "true -> null" },
    { ...updated, person: idOf("ben"), role: "SPEAKER -> null", takesSeat: "true -> null" },
  ]);
});
