import { isLiveStatus, Membership, type MembershipRole, MembershipStatus } from "../groups/membership.entity.ts";
import { MembershipPeriod } from "../groups/membership-period.entity.ts";
import { endMembership, isLiveMembership, refuseLastOwner } from "../memberships/end-membership.ts";
import type { Context } from "../platform/context.ts";
import type { CsvRow } from "../platform/csv/csv-row.ts";
import { isAfter } from "../platform/csv/moment.ts";
import { DomainError } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import type { ImportCounts, ImportJob } from "./import-job.ts";

/** What one line says of somebody's place in the group. */
export interface MembershipTold {
  readonly personId: string;
  readonly status: MembershipStatus;
  /** Null if the line does not say. */
  readonly role: MembershipRole | null;
  readonly joined: Date | null;
  readonly ended: Date | null;
}

/** A line about somebody who has a place in the group already. */
export interface MembershipLine {
  readonly row: CsvRow;
  readonly membership: Membership;
  /** Its periods, oldest first. */
  readonly periods: readonly MembershipPeriod[];
  readonly told: MembershipTold;
}

/**
 * Brings a membership that is there up to what a line says. The line is about its last period; a joining after the
 * end of that one begins another.
 */
export async function changeMembership(
  ctx: Context,
  job: ImportJob,
  line: MembershipLine,
): Promise<keyof ImportCounts> {
  const { membership, told } = line;
  const span = spanOf(line);
  if (!span) return "unchanged";
  const wanted = {
    status: told.status,
    role: told.role ?? membership.role,
    joinedAt: span.earlier[0]?.startedAt ?? span.startedAt,
    endedAt: told.ended,
  };
  if (span.corrected && isSame(membership, wanted) && isSameMoment(span.corrected.startedAt, span.startedAt)) {
    return "unchanged";
  }
  if (!(await endFirst(ctx, job, line, wanted))) return "unchanged";

  const now = ctx.clock.now();
  await ctx.db.update(Membership, membership.id, { ...wanted, updatedAt: now, version: () => "version + 1" });
  const period = { startedAt: span.startedAt, endedAt: told.ended };
  if (span.corrected) await ctx.db.update(MembershipPeriod, span.corrected.id, period);
  else {
    const { id: membershipId, groupId, personId } = membership;
    await ctx.db.insert(MembershipPeriod, { id: newId(), membershipId, groupId, personId, ...period });
  }
  return "updated";
}

interface Span {
  /** The period that the line is about; null for one that begins with it. */
  readonly corrected: MembershipPeriod | null;
  readonly earlier: readonly MembershipPeriod[];
  readonly startedAt: Date;
}

/** Which period a line is about, and when it began; null, with a fault, where that does not go with the others. */
function spanOf({ row, periods, told }: MembershipLine): Span | null {
  const last = periods.at(-1) ?? null;
  const corrected = isAnother(last, told) ? null : last;
  const earlier = corrected ? periods.slice(0, -1) : periods;
  const startedAt = told.joined ?? (corrected && corrected.startedAt);
  if (!startedAt) return row.fault("joined is missing");
  row.refuse(isAfter(startedAt, told.ended), "ended is before joined");
  row.refuse(isAfter(earlier.at(-1)?.endedAt ?? null, startedAt), "joined is within an earlier membership");
  return row.isGood ? { corrected, earlier, startedAt } : null;
}

const isAnother = (last: MembershipPeriod | null, { joined }: MembershipTold): boolean =>
  last === null || (last.endedAt !== null && joined !== null && joined >= last.endedAt);

type Wanted = Pick<Membership, "status" | "role" | "joinedAt" | "endedAt">;

/**
 * Who ceases to be a member does so by the one road there is: coming seats become free, the last owner stays.
 *
 * @returns whether that may be; if not, the line is at fault
 */
async function endFirst(
  ctx: Context,
  job: ImportJob,
  { row, membership }: MembershipLine,
  wanted: Wanted,
): Promise<boolean> {
  const ends = isLiveMembership(membership) && !isLiveStatus(wanted.status);
  const to = wanted.status === MembershipStatus.REMOVED ? MembershipStatus.REMOVED : MembershipStatus.RESIGNED;
  try {
    if (ends) await endMembership(ctx, { group: job.group, membership, to }, "status");
    else if (wanted.role !== membership.role) await refuseLastOwner(ctx, membership, "role");
    return true;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    row.fault(error.message);
    return false;
  }
}

const isSame = (membership: Membership, wanted: Wanted): boolean =>
  membership.status === wanted.status &&
  membership.role === wanted.role &&
  isSameMoment(membership.joinedAt, wanted.joinedAt) &&
  isSameMoment(membership.endedAt, wanted.endedAt);

const isSameMoment = (one: Date | null, other: Date | null): boolean => one?.getTime() === other?.getTime();
