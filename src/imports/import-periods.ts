import { In } from "typeorm";
import type { Membership } from "../groups/membership.entity.ts";
import { MembershipPeriod } from "../groups/membership-period.entity.ts";
import type { Context } from "../platform/context.ts";
import { UnreadableCsv } from "../platform/csv/csv-fault.ts";
import type { CsvRow } from "../platform/csv/csv-row.ts";
import type { CsvColumns } from "../platform/csv/match-heading.ts";
import { endOfDay, isAfter } from "../platform/csv/moment.ts";
import { newId } from "../platform/ids.ts";
import { findMembers } from "./find-members.ts";
import { PERSON_COLUMNS } from "./find-people.ts";
import type { Importer, ImportJob } from "./import-job.ts";

const COLUMNS: CsvColumns = {
  ...PERSON_COLUMNS,
  started: {
    about: "Day, or moment, from which they were a member. A period that began then is corrected, any other is added.",
    alsoCalled: ["started at", "started on", "joined", "from", "start", "begin"],
  },
  ended: {
    about: "Last day as a member, or the moment it ended; empty for the period of who is a member today.",
    alsoCalled: ["ended at", "ended on", "left", "to", "until", "end"],
  },
};

type Period = Pick<MembershipPeriod, "id" | "startedAt" | "endedAt">;

/**
 * Brings in from when to when people were members, several periods each, so that a roll of long ago expects whoever was
 * a member then and nobody else. Who is a member today is what their membership says.
 */
export function importPeriods(): Importer {
  const touched = new Set<string>();
  return {
    columns: COLUMNS,
    required: [["email", "person_id"], ["started"]],
    take: async (ctx, job, rows) => {
      const members = await findMembers(ctx, job, rows);
      const known = await ctx.db.find(MembershipPeriod, {
        where: { membershipId: In([...members.values()].map(({ id }) => id)) },
        order: { startedAt: "ASC" },
      });
      for (const row of rows) {
        const membership = members.get(row);
        if (!membership) continue;
        touched.add(membership.id);
        const of = known.filter(({ membershipId }) => membershipId === membership.id);
        const written = await takeRow(ctx, job, { row, membership, of });
        if (written) known.push(written);
      }
    },
    finish: (ctx) => settle(ctx, [...touched]),
  };
}

interface PeriodLine {
  readonly row: CsvRow;
  readonly membership: Membership;
  /** Those of the membership so far. */
  readonly of: readonly MembershipPeriod[];
}

/** Writes what a line says; the period, if it is a new one. */
async function takeRow(
  ctx: Context,
  job: ImportJob,
  { row, membership, of }: PeriodLine,
): Promise<MembershipPeriod | null> {
  const told = periodOf(row, job, ctx.clock.now());
  if (!told || !row.isGood) return null;
  if (
    !job.isFirst(row, "a period of this person from this moment", `${membership.id} ${told.startedAt.toISOString()}`)
  ) {
    return null;
  }
  const same = of.find(({ startedAt }) => startedAt.getTime() === told.startedAt.getTime());
  if (same) {
    const isNews = same.endedAt?.getTime() !== told.endedAt?.getTime();
    if (isNews) await ctx.db.update(MembershipPeriod, same.id, { endedAt: told.endedAt });
    same.endedAt = told.endedAt;
    job.counts[isNews ? "updated" : "unchanged"]++;
    return null;
  }
  const { id: membershipId, groupId, personId } = membership;
  const period = ctx.db.create(MembershipPeriod, { id: newId(), membershipId, groupId, personId, ...told });
  await closeBefore(ctx, of, period);
  await ctx.db.insert(MembershipPeriod, period);
  job.counts.created++;
  return period;
}

/** One period lasts at a time: where another begins that lasts, one that lasted until now ends with it. */
async function closeBefore(
  ctx: Context,
  of: readonly MembershipPeriod[],
  { startedAt, endedAt }: Period,
): Promise<void> {
  const lasting =
    endedAt === null ? of.find((period) => period.endedAt === null && period.startedAt < startedAt) : undefined;
  if (!lasting) return;
  lasting.endedAt = startedAt;
  await ctx.db.update(MembershipPeriod, lasting.id, { endedAt: startedAt });
}

function periodOf(row: CsvRow, { group }: ImportJob, now: Date): Omit<Period, "id"> | null {
  const startedAt = row.moment("started", group.timeZone)?.at ?? null;
  const end = row.moment("ended", group.timeZone);
  const endedAt = end && (end.local === null ? endOfDay(end.day, group.timeZone) : end.at);
  if (!startedAt) return row.isGood ? row.fault("started is missing") : null;
  row.refuse(isAfter(startedAt, now), "started is in the future");
  row.refuse(isAfter(endedAt, now), "ended is in the future, or a day that is not over");
  row.refuse(isAfter(startedAt, endedAt), "ended is before started");
  return { startedAt, endedAt };
}

/** What the periods of these memberships say together has to go with itself, and with who is a member today. */
async function settle(ctx: Context, membershipIds: readonly string[]): Promise<void> {
  const [broken] = await ctx.db.query<{ name: string; fault: string }[]>(
    `select p.display_name as name, case when overlapping then 'overlap' else 'do not say whether they are a member today' end as fault
       from memberships m join people p on p.id = m.person_id
       cross join lateral (
         select exists (select from membership_periods x join membership_periods y on y.membership_id = x.membership_id and y.id <> x.id
                         where x.membership_id = m.id and x.started_at <= y.started_at and coalesce(x.ended_at, 'infinity') > y.started_at
                       ) as overlapping,
                exists (select from membership_periods x where x.membership_id = m.id and x.ended_at is null) as lasting
       ) said
      where m.id = any($1::uuid[]) and (overlapping or lasting <> (m.status in ('TRIAL', 'ACTIVE', 'GRACE')))
      order by p.display_name limit 1`,
    [membershipIds],
  );
  if (broken) throw new UnreadableCsv(`The periods of ${broken.name} ${broken.fault}.`);
  await ctx.db.query(
    `update memberships m set joined_at = first.started_at, version = version + 1, updated_at = $2
       from (select membership_id, min(started_at) as started_at from membership_periods
              where membership_id = any($1::uuid[]) group by membership_id) first
      where first.membership_id = m.id and m.joined_at is distinct from first.started_at`,
    [membershipIds, ctx.clock.now()],
  );
}
