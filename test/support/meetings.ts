/** Builders of meetings, and the acts on them as documents; defaults are fixed like the cast's. */
import type { DataSource } from "typeorm";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import { MeetingMode, TakePartMode, waysToTakePart } from "../../src/meetings/meeting-mode.ts";
import { MeetingSeats } from "../../src/meetings/meeting-seats.entity.ts";
import { meetingTime } from "../../src/meetings/meeting-time.ts";
import { globalId } from "../../src/platform/ids.ts";
import { type CastApi, type CastName, fixedId, keyOf, makeRow } from "./cast.ts";

const BEFORE = new Date("2026-01-05T09:00:00.000Z");
let made = 0x9000;

interface Seats {
  readonly inPersonCapacity?: number | null;
  readonly onlineCapacity?: number | null;
}

/**
 * A published meeting of Harbour Breakfast, in person, an hour from 07:00 in London on the day after the tests'
 * Monday (2026-06-02), without a limit of seats. `startsAtLocal`, `timeZone` and `durationMinutes` make its instants.
 */
export async function makeMeeting(
  db: DataSource,
  { inPersonCapacity, onlineCapacity, ...row }: Partial<Meeting> & Seats = {},
) {
  const { startsAtLocal = "2026-06-02T07:00:00", timeZone = "Europe/London", durationMinutes = 60 } = row;
  const meeting = await makeRow(db, Meeting, {
    id: fixedId(++made),
    groupId: keyOf("harbourBreakfast"),
    title: "Breakfast",
    mode: MeetingMode.IN_PERSON,
    offerMinutes: 1440,
    offerCutoffMinutes: 120,
    publishedAt: BEFORE,
    createdAt: BEFORE,
    updatedAt: BEFORE,
    ...row,
    ...meetingTime(startsAtLocal, timeZone, durationMinutes),
  });
  for (const mode of waysToTakePart(meeting.mode)) {
    const capacity = (mode === TakePartMode.IN_PERSON ? inPersonCapacity : onlineCapacity) ?? null;
    await makeRow(db, MeetingSeats, { meetingId: meeting.id, mode, capacity });
  }
  return { ...meeting, globalId: globalId("mtg", meeting.id) };
}

/** `["CONFLICT meetingId"]`: what an act found at fault, and where. */
export type Faults = readonly string[];

/** Top-level errors that an act may well end in; any other is a fault of the test or of the code. */
const REFUSALS: readonly string[] = ["UNAUTHENTICATED", "FORBIDDEN"];

interface Fault {
  code: string;
  path: string[] | null;
}

/**
 * Sends one act as somebody: `act(api, "ada", "cancelMeeting", { meetingId }, "meeting { status }")`. Answers what the
 * payload holds, its faults in short, and the codes of top-level errors.
 */
export async function act<Result = Record<string, unknown>>(
  api: CastApi,
  who: CastName | (string & {}) | null,
  mutation: string,
  input: Record<string, unknown>,
  selection: string,
) {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) {
    ${mutation}(input: $input) { ${selection} errors { code path ... on StaleObjectError { current { id } } } }
  }`;
  const { data, errors } = await api
    .as(who)
    .graphql<Record<string, ({ errors: Fault[] } & Result) | null>>(document, { input });
  const unexpected = errors?.find(({ extensions }) => !REFUSALS.includes(extensions.code));
  if (unexpected) throw new Error(`${mutation}: ${unexpected.extensions.code} ${unexpected.message}`);
  const payload = data?.[mutation] ?? null;
  return {
    ...(payload as Result),
    faults: (payload?.errors ?? []).map(({ code, path }) => [code, ...(path ?? []).slice(1)].join(" ")) as Faults,
    refused: (errors ?? []).map(({ extensions }) => extensions.code),
  };
}

/** Names of the events announced so far, with their payloads, oldest first. */
export async function eventsOf(db: DataSource): Promise<{ name: string; payload: Record<string, unknown> }[]> {
  return db.query("select name, payload from events order by position");
}
