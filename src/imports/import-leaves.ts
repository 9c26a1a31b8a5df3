import { In } from "typeorm";
import { Leave } from "../memberships/leave.entity.ts";
import { LEAVE_DAYS_MAX } from "../memberships/record-leave.ts";
import { insertRows } from "../platform/bulk-rows.ts";
import type { Context } from "../platform/context.ts";
import type { CsvRow } from "../platform/csv/csv-row.ts";
import type { CsvColumns } from "../platform/csv/match-heading.ts";
import { newId } from "../platform/ids.ts";
import { findMembers } from "./find-members.ts";
import { PERSON_COLUMNS } from "./find-people.ts";
import type { Importer, ImportJob } from "./import-job.ts";

const COLUMNS: CsvColumns = {
  ...PERSON_COLUMNS,
  from: { about: "First day of the absence.", alsoCalled: ["from on", "first day", "start", "start date"] },
  to: { about: "Last day, which still belongs to it.", alsoCalled: ["to on", "last day", "until", "end", "end date"] },
};

const DAY_MS = 86_400_000;

/** Brings in absences agreed beforehand. One that begins on the same day is corrected; rolls already submitted stay. */
export const importLeaves = (): Importer => ({
  columns: COLUMNS,
  required: [["email", "person_id"], ["from"], ["to"]],
  take,
});

async function take(ctx: Context, job: ImportJob, rows: readonly CsvRow[]): Promise<void> {
  const members = await findMembers(ctx, job, rows);
  const known = await ctx.db.findBy(Leave, { membershipId: In([...members.values()].map(({ id }) => id)) });
  const made: Partial<Leave>[] = [];
  for (const [row, { id: membershipId }] of members) {
    const days = daysOf(row);
    if (!days || !job.isFirst(row, "a leave of this person from this day", `${membershipId} ${days.fromOn}`)) continue;
    const same = known.find((leave) => leave.membershipId === membershipId && leave.fromOn === days.fromOn);
    if (!same)
      made.push({ id: newId(), membershipId, ...days, recordedById: job.ownerId, recordedAt: ctx.clock.now() });
    else if (same.toOn === days.toOn) job.counts.unchanged++;
    else {
      await ctx.db.update(Leave, same.id, { toOn: days.toOn });
      job.counts.updated++;
    }
  }
  job.counts.created += await insertRows(ctx.db, Leave, made);
}

function daysOf(row: CsvRow): Pick<Leave, "fromOn" | "toOn"> | null {
  const [from, to] = [row.moment("from", "UTC"), row.moment("to", "UTC")];
  if (!from || !to) return row.isGood ? row.fault("from or to is missing") : null;
  const days = (Date.parse(to.day) - Date.parse(from.day)) / DAY_MS + 1;
  row.refuse(days < 1, "to is before from");
  row.refuse(days > LEAVE_DAYS_MAX, `is longer than ${LEAVE_DAYS_MAX} days`);
  return row.isGood ? { fromOn: from.day, toOn: to.day } : null;
}
