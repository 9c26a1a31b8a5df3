/**
 * Two real groups as files for the importer. Their data lie beside the repository and not in it (each with a licence of
 * its own), so elsewhere what is shown on them is skipped.
 */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of a data set, or null where it is not there. */
export function dataFolder(name: string): string | null {
  const places = ["../shared", "../../shared"].map((place) =>
    fileURLToPath(new URL(`../../${place}/data/${name}`, import.meta.url)),
  );
  return places.find((place) => existsSync(place)) ?? null;
}

type Table = readonly (readonly string[])[];

/** Rows below the heading; these files quote nothing. */
const rowsOf = (folder: string, file: string): string[][] =>
  readFileSync(join(folder, file), "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(","));

function folderOf(files: Readonly<Record<string, Table>>): string {
  const folder = mkdtempSync(join(tmpdir(), "wellmet-import-"));
  for (const [name, table] of Object.entries(files)) {
    writeFileSync(join(folder, `${name}.csv`), `${table.map((row) => row.join(",")).join("\n")}\n`);
  }
  return folder;
}

/**
 * A tech meetup of Buenos Aires. Its site knew nobody but members, so each of the 848 is one from their first answer
 * on. Times of day are not in the data; meetings began in the evening. Who came was noted at three meetings only:
 * the others have no roll, rather than one on which all were absent.
 */
export function meetupFiles(folder: string): string {
  const rsvps = rowsOf(folder, "rsvps.csv") as [string, string, string, string][];
  const meetings = rowsOf(folder, "meetings.csv");
  const dayOf = new Map(meetings.map(([id = "", date = ""]) => [id, date]));
  const firstAnswer = new Map<string, string>();
  for (const [meeting, person, answered] of rsvps) {
    const before = firstAnswer.get(person);
    // A few answers have no moment; the day of the meeting is the latest that it can be.
    const at = answered || (dayOf.get(meeting) ?? "");
    if (before === undefined || at < before) firstAnswer.set(person, at);
  }
  return folderOf({
    people: [["Member ID", "Name"], ...[...firstAnswer.keys()].map((id) => [id, `Member ${id}`])],
    memberships: [["Member ID", "Joined"], ...firstAnswer],
    meetings: [
      ["Event ID", "Title", "Date", "Time", "Duration"],
      ...meetings.map(([id = "", date = ""]) => [id, `Meetup ${id}`, date, "19:00", "180"]),
    ],
    rsvps: [["Event", "Member ID", "RSVP at", "Response"], ...rsvps.map(([event, id, at]) => [event, id, at, "yes"])],
    attendance: [
      ["Event", "Member ID", "Attended", "Roll"],
      ...rsvps.filter(([, , , attended]) => attended === "1").map(([event, id]) => [event, id, "1", "submitted"]),
    ],
  });
}

/**
 * Eighteen women of a southern town and the fourteen gatherings they came to in the 1930s. The days are not known:
 * here they are Saturdays of 1936, in the order of the table.
 */
export function southernWomenFiles(folder: string): string {
  const came = rowsOf(folder, "attendance.csv") as [string, string][];
  const women = [...new Set(came.map(([woman]) => woman))];
  const events = Array.from({ length: 14 }, (_, index) => `E${index + 1}`);
  const dayOf = (index: number) => new Date(Date.UTC(1936, 0, 4 + 7 * index)).toISOString().slice(0, 10);
  return folderOf({
    people: [["id", "name"], ...women.map((woman) => [woman, woman])],
    memberships: [["id", "member since"], ...women.map((woman) => [woman, "1935-12-31"])],
    meetings: [
      ["id", "title", "starts"],
      ...events.map((event, index) => [event, `Event ${event}`, `${dayOf(index)} 15:00`]),
    ],
    attendance: [["event", "id", "came"], ...came.map(([woman, event]) => [event, woman, "yes"])],
  });
}
