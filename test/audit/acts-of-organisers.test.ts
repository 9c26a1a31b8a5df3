/**
 * Whatever those who run a group may do and its members may not leaves a line in the group's audit log, or stands here
 * with the reason why it leaves none. Which acts these are, the matrix says; an act that it gains must choose.
 */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openHouses } from "../matrix/house.ts";
import type { Act } from "../matrix/line.ts";
import { ROLES } from "../matrix/roles.ts";
import { MUTATIONS } from "../matrix/table.ts";
import { act } from "../support/act.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";

const NO_LINE: Readonly<Record<string, string>> = {
  beginImport: "Changes nothing yet.",
  confirmImport: "Its line is written with what it does, by a job: `import-through-api` proves it.",
  publishMeeting: "Takes nothing from anybody, and is seen by everybody.",
  recordAttendance: "Marks are a log of their own: each says who made it, and none is ever changed.",
  scheduleMeeting: "Takes nothing from anybody. Parts given with it leave lines: `logged-roles` proves it.",
  scheduleSeries: "Takes nothing from anybody, and is seen by everybody.",
  updateMeeting: "Words, place and seats, of which nobody loses theirs. Parts leave lines: `logged-roles` proves it.",
  updateSeries: "Words and place, of which those who answered are told.",
};

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const isForOrganisers = ({ outcomes }: Act): boolean => {
  const each = outcomes.split(" ");
  return each[ROLES.indexOf("owner")] === "ok" && each[ROLES.indexOf("member")] !== "ok";
};
const ACTS = Object.entries(MUTATIONS)
  .map(([name, entry]) => [name, [entry].flat().filter(isForOrganisers)] as const)
  .filter(([, lines]) => lines.length > 0);

/** What the log says after the owner of a group of its own did this. */
async function loggedBy(name: string, { input }: Act): Promise<string[]> {
  const [house] = await openHouses(api, ["owner"]);
  if (!house) throw new Error("No house was opened.");
  expect((await act(api, house.viewer, name, { ...input(house, "owner") })).codes).toEqual([]);
  const lines = await api.dataSource.query<{ action: string }[]>(
    "select a.action from audit_entries a join groups g on g.id = a.group_id where g.slug = $1",
    [house.slug],
  );
  return lines.map(({ action }) => action);
}

test.each(ACTS)("%s", async (name, lines) => {
  const logged = new Set<string>();
  for (const one of lines) for (const action of await loggedBy(name, one)) logged.add(action);
  expect([...logged]).toEqual(name in NO_LINE ? [] : [name]);
});

test("what leaves no line is an act of theirs", () => {
  const names = ACTS.map(([name]) => name);
  expect(names.length).toBeGreaterThan(30);
  expect(Object.keys(NO_LINE).filter((name) => !names.includes(name))).toEqual([]);
});
