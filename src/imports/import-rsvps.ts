import type { Meeting } from "../meetings/meeting.entity.ts";
import { GUESTS_PER_RSVP_MAX } from "../meetings/meeting-details.ts";
import type { TakePartMode } from "../meetings/meeting-mode.ts";
import { waysToTakePart } from "../meetings/meeting-mode.ts";
import type { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import type { CsvRow } from "../platform/csv/csv-row.ts";
import type { CsvColumns } from "../platform/csv/match-heading.ts";
import { newId } from "../platform/ids.ts";
import { recountSeats } from "../rsvps/recount-seats.ts";
import { RsvpStatus } from "../rsvps/rsvp.entity.ts";
import { bannedAmong } from "./banned-among.ts";
import { findMeetings, MEETING_COLUMN } from "./find-meetings.ts";
import { findPeople, PERSON_COLUMNS, personReference } from "./find-people.ts";
import type { Importer, ImportJob } from "./import-job.ts";

const COLUMNS: CsvColumns = {
  meeting_id: MEETING_COLUMN,
  ...PERSON_COLUMNS,
  answer: {
    about: "going, maybe, not going, waitlisted or requested; going if empty.",
    alsoCalled: ["status", "rsvp", "response", "reply", "rsvp status"],
  },
  responded: {
    about: "When they answered; if empty, the start of a past meeting, else now.",
    alsoCalled: ["responded at", "rsvp at", "answered", "answered at", "date", "timestamp", "created at", "rsvp date"],
  },
  guests: { about: "People they bring, 0 to 20.", alsoCalled: ["guest count", "plus", "additional guests"] },
  mode: { about: "in person or online; if empty, the way in which the meeting is held." },
};

type ImportedAnswer = Exclude<RsvpStatus, "OFFERED">;
const ANSWERS: Readonly<Record<ImportedAnswer, readonly string[]>> = {
  GOING: ["yes", "attending", "accepted", "confirmed", "y", "1", "true"],
  MAYBE: ["tentative", "perhaps", "unsure", "interested"],
  NOT_GOING: ["no", "declined", "n", "0", "false", "not attending", "cancelled", "canceled"],
  WAITLISTED: ["waiting", "waitlist", "waiting list", "queued"],
  REQUESTED: ["pending"],
};

/** In the words of several kinds of files. */
export const TAKE_PART_MODES: Readonly<Record<TakePartMode, readonly string[]>> = {
  IN_PERSON: ["on site", "offline", "physical", "f2f"],
  ONLINE: ["virtual", "remote", "zoom"],
};

interface Answer {
  readonly id: string;
  readonly group_id: string;
  readonly meeting_id: string;
  readonly person_id: string;
  readonly status: RsvpStatus;
  readonly mode: TakePartMode;
  readonly guests: number;
  readonly queued_at: Date | null;
  readonly responded_at: Date;
  /** Whether the file says when: an answer of unknown age replaces any that is there. */
  readonly is_dated: boolean;
}

/**
 * Brings in answers, above all to past meetings, which no act can give any more. They are facts: seats are counted
 * from them afterwards, and what is beyond a capacity counts as admitted above it. An answer that is there and
 * younger than the file's stays. Whoever is banned answered to past meetings as anybody else, and to coming ones only
 * that they do not come.
 */
export function importRsvps(): Importer {
  const touched = new Set<string>();
  return {
    columns: COLUMNS,
    required: [["meeting_id"], ["email", "person_id"]],
    take: async (ctx, job, rows) => {
      const answers = await read(ctx, job, rows);
      for (const { meeting_id } of answers) touched.add(meeting_id);
      await holdSeats(ctx, answers);
      const { created, updated } = await write(ctx, answers);
      job.counts.created += created;
      job.counts.updated += updated;
      job.counts.unchanged += answers.length - created - updated;
    },
    finish: (ctx) => recountSeats(ctx, [...touched]),
  };
}

async function read(ctx: Context, job: ImportJob, rows: readonly CsvRow[]): Promise<Answer[]> {
  const lines = rows.map((row) => ({ row, reference: personReference(row) }));
  const people = await findPeople(
    ctx,
    job,
    lines.map(({ reference }) => reference),
  );
  const meetings = await findMeetings(ctx, job.group.id, rows, "meeting_id");
  const found = lines.map(({ row, reference }) => ({
    row,
    meeting: meetings.of(row, "meeting_id"),
    person: people.of(row, reference),
  }));
  const personIds = found.flatMap(({ person }) => person?.id ?? []);
  const banned = await bannedAmong(ctx, job.group.id, personIds);
  const isTheirs = (person: Person): boolean => job.options.organiser !== undefined && !people.isOurs(person);
  return found.flatMap(({ row, meeting, person }) => {
    const answer = meeting && answerOf(ctx, job, row, meeting);
    if (!answer || !person) return [];
    if (meeting.startsAt > ctx.clock.now()) {
      const isBanned = banned.has(person.id) && answer.status !== RsvpStatus.NOT_GOING;
      row.refuse(isBanned, "this person is banned: lift the ban first");
      row.refuse(isTheirs(person), "this person answers to coming meetings themself");
    }
    const isFirst = job.isFirst(row, "this person's answer to this meeting", `${meeting.id} ${person.id}`);
    return isFirst && row.isGood ? [{ ...answer, person_id: person.id }] : [];
  });
}

function answerOf(ctx: Context, job: ImportJob, row: CsvRow, meeting: Meeting): Omit<Answer, "person_id"> {
  const status = RsvpStatus[row.word<ImportedAnswer>("answer", ANSWERS) ?? "GOING"];
  const guests = row.integer("guests", 0, GUESTS_PER_RSVP_MAX) ?? 0;
  const [first, ...others] = waysToTakePart(meeting.mode) as [TakePartMode];
  const mode = row.word("mode", TAKE_PART_MODES) ?? first;
  row.refuse(![first, ...others].includes(mode), "the meeting is not held in that mode");
  const { respondedAt, isDated } = momentOf(ctx, job, row, meeting);
  return {
    id: newId(),
    group_id: meeting.groupId,
    meeting_id: meeting.id,
    status,
    mode,
    guests,
    queued_at: status === RsvpStatus.WAITLISTED ? respondedAt : null,
    responded_at: respondedAt,
    is_dated: isDated,
  };
}

function momentOf(ctx: Context, job: ImportJob, row: CsvRow, meeting: Meeting) {
  const written = row.moment("responded", meeting.timeZone);
  const now = ctx.clock.now();
  const latest = meeting.startsAt < now ? meeting.startsAt : now;
  if (!written) return { respondedAt: latest, isDated: false };
  if (written.at <= latest) return { respondedAt: written.at, isDated: true };
  // From the start on it is attendance: an answer given in the room is taken as one given at the door.
  job.note("an answer dated after the start, or in the future, is taken as the last before it");
  return { respondedAt: latest, isDated: true };
}

/** Whoever answers meanwhile waits, so that the seats are counted with their answer or their answer after us. */
const holdSeats = (ctx: Context, answers: readonly Answer[]): Promise<unknown> =>
  ctx.db.query("select 1 from meeting_seats where meeting_id = any($1::uuid[]) order by meeting_id, mode for update", [
    [...new Set(answers.map(({ meeting_id }) => meeting_id))],
  ]);

async function write(ctx: Context, answers: readonly Answer[]): Promise<{ created: number; updated: number }> {
  const [counts] = await ctx.db.query<[{ created: number; updated: number }]>(
    `with written as (
       insert into rsvps as r (id, group_id, meeting_id, person_id, status, mode, guests, queued_at, answered_by_id,
                               responded_at, created_at, updated_at)
       select id, group_id, meeting_id, person_id, status, mode, guests, queued_at, person_id, responded_at, $2, $2
         from json_populate_recordset(null::rsvps, $1::json)
       on conflict (meeting_id, person_id) do update set
         status = excluded.status, mode = excluded.mode, guests = excluded.guests, queued_at = excluded.queued_at,
         offer_expires_at = null, online_meanwhile = false, answered_by_id = excluded.answered_by_id,
         responded_at = excluded.responded_at, updated_at = excluded.updated_at, version = r.version + 1
       where (r.status, r.mode, r.guests) is distinct from (excluded.status, excluded.mode, excluded.guests)
         and (r.responded_at <= excluded.responded_at or not (r.meeting_id, r.person_id) in (
           select meeting_id, person_id from json_to_recordset($1::json) as given (meeting_id uuid, person_id uuid, is_dated boolean)
            where given.is_dated))
       returning xmax = 0 as is_new
     )
     select count(*) filter (where is_new)::integer as created, count(*) filter (where not is_new)::integer as updated
       from written`,
    [JSON.stringify(answers), ctx.clock.now()],
  );
  return counts;
}
