import { In } from "typeorm";
import { isLiveStatus, Membership, MembershipRole, MembershipStatus } from "../groups/membership.entity.ts";
import { MembershipPeriod } from "../groups/membership-period.entity.ts";
import { revokeInvitations } from "../groups/revoke-invitations.ts";
import { mayChangeRole, mayInviteAs, mayRemoveMember } from "../memberships/membership.policy.ts";
import { insertRows } from "../platform/bulk-rows.ts";
import type { Context } from "../platform/context.ts";
import type { CsvRow } from "../platform/csv/csv-row.ts";
import type { CsvColumns } from "../platform/csv/match-heading.ts";
import { endOfDay, isAfter, type Moment } from "../platform/csv/moment.ts";
import { newId } from "../platform/ids.ts";
import { bannedAmong } from "./banned-among.ts";
import { changeMembership, type MembershipLine, type MembershipTold } from "./change-membership.ts";
import { findPeople, PERSON_COLUMNS, personReference } from "./find-people.ts";
import type { Importer, ImportJob } from "./import-job.ts";

const COLUMNS: CsvColumns = {
  ...PERSON_COLUMNS,
  role: { about: "owner, organiser, host or member; member if empty." },
  status: {
    about: "active, trial, grace, lapsed, resigned or removed; if empty, resigned where `ended` is given, else active.",
    alsoCalled: ["state", "membership status"],
  },
  joined: {
    about: "Day, or moment, from which they are a member; must be given for somebody new.",
    alsoCalled: ["joined at", "joined on", "date joined", "join date", "member since", "since", "start", "start date"],
  },
  ended: {
    about: "Last day as a member, or the moment it ended; only for former members.",
    alsoCalled: ["ended at", "ended on", "left", "left on", "left at", "end", "end date", "until"],
  },
};

const ROLES: Readonly<Record<MembershipRole, readonly string[]>> = {
  OWNER: ["founder", "president", "chair"],
  ORGANISER: ["organizer", "admin", "administrator"],
  HOST: ["greeter"],
  MEMBER: [],
};

type ImportedStatus = Exclude<MembershipStatus, "INVITED" | "REQUESTED" | "ON_LEAVE">;
const STATUSES: Readonly<Record<ImportedStatus, readonly string[]>> = {
  ACTIVE: ["member", "current"],
  TRIAL: ["probation"],
  GRACE: ["renewal due"],
  LAPSED: ["expired"],
  RESIGNED: ["left", "former", "inactive"],
  REMOVED: ["expelled"],
};

/**
 * Brings in memberships, one line a person: what the line says of the last period stands, earlier ones stay. People
 * must be known already. Whoever ceases to be a member gives up coming seats, as if they had left by themself.
 */
export const importMemberships = (): Importer => ({
  columns: COLUMNS,
  required: [["email", "person_id"]],
  take,
});

async function take(ctx: Context, job: ImportJob, rows: readonly CsvRow[]): Promise<void> {
  const lines = rows.map((row) => ({ row, reference: personReference(row), told: told(ctx, job, row) }));
  const found = await findPeople(
    ctx,
    job,
    lines.map(({ reference }) => reference),
  );
  const people = lines.map((line) => ({ ...line, person: found.of(line.row, line.reference) }));
  const known = await booksOf(
    ctx,
    job,
    people.flatMap(({ person }) => (person ? [person.id] : [])),
  );
  const made: MembershipTold[] = [];
  const changed: MembershipTold[] = [];
  for (const { row, person, told } of people) {
    if (!person || !job.isFirst(row, "this person", person.id)) continue;
    const wanted = { ...told, personId: person.id };
    const membership = known.membershipOf.get(person.id) ?? null;
    row.refuse(known.banned.has(person.id) && isLiveStatus(told.status), "this person is banned: lift the ban first");
    row.refuse(membership === null && told.joined === null, "joined is missing");
    refuseBeyondOrganiser(job, row, { told: wanted, membership, isOurs: found.isOurs(person) });
    if (!row.isGood) continue;
    if (!membership) made.push(wanted);
    else {
      const periods = known.periods.filter(({ membershipId }) => membershipId === membership.id);
      changed.push(...(await change(ctx, job, { row, membership, periods, told: wanted })));
    }
  }
  await makeMemberships(ctx, job, made);
  const members = [...made, ...changed].filter(({ status }) => isLiveStatus(status));
  await revokeInvitations(
    ctx,
    job.group.id,
    members.map(({ personId }) => personId),
  );
}

/** What the line tells, if it changed anything. */
async function change(ctx: Context, job: ImportJob, line: MembershipLine): Promise<MembershipTold[]> {
  const outcome = await changeMembership(ctx, job, line);
  job.counts[outcome]++;
  return outcome === "updated" ? [line.told] : [];
}

interface Wish {
  readonly told: MembershipTold;
  readonly membership: Membership | null;
  /** Whether nobody but this group can say anything of them. */
  readonly isOurs: boolean;
}

/** An organiser may state by a file what they may do by hand: no more, above all not in the name of somebody with an account. */
function refuseBeyondOrganiser(
  { options: { organiser } }: ImportJob,
  row: CsvRow,
  { told, membership, isOurs }: Wish,
): void {
  if (!organiser) return;
  const { role, begins, ends } = turnOf(told, membership);
  row.refuse(begins && !isOurs, "this person decides themself whether they are a member: invite them");
  row.refuse((!membership || begins) && !mayInviteAs(organiser, role), "only an owner gives this role");
  if (!membership) return;
  const mayGive = role === membership.role || mayChangeRole(organiser, membership, role);
  row.refuse(!mayGive, "only an owner changes this role");
  row.refuse(ends && !mayRemoveMember(organiser, membership), "you may not end this membership");
}

/** The role that somebody has by what the line tells, and whether they become a member by it, or cease to be one. */
function turnOf(told: MembershipTold, membership: Membership | null) {
  const role = told.role ?? membership?.role ?? MembershipRole.MEMBER;
  const wasLive = membership !== null && isLiveStatus(membership.status);
  const willBeLive = isLiveStatus(told.status);
  return { role, begins: willBeLive && !wasLive, ends: wasLive && !willBeLive };
}

/** What the group's books hold of these people. */
async function booksOf(ctx: Context, { group }: ImportJob, personIds: readonly string[]) {
  const of = { groupId: group.id, personId: In(personIds) };
  const memberships = await ctx.db.findBy(Membership, of);
  return {
    membershipOf: new Map(memberships.map((membership) => [membership.personId, membership])),
    periods: await ctx.db.find(MembershipPeriod, { where: of, order: { startedAt: "ASC" } }),
    banned: await bannedAmong(ctx, group.id, personIds),
  };
}

function told(ctx: Context, job: ImportJob, row: CsvRow): Omit<MembershipTold, "personId"> {
  const now = ctx.clock.now();
  const joined = instantOf(row.moment("joined", job.group.timeZone));
  const ended = endOf(row, job, now);
  const written = row.word<ImportedStatus>("status", STATUSES);
  const status = MembershipStatus[written ?? (ended ? "RESIGNED" : "ACTIVE")];
  row.refuse(isLiveStatus(status) && ended !== null, `ended does not go with the status ${status.toLowerCase()}`);
  row.refuse(!isLiveStatus(status) && ended === null && row.isGood, "ended is missing");
  row.refuse(isAfter(joined, now), "joined is in the future");
  row.refuse(isAfter(joined, ended), "ended is before joined");
  return { joined, ended, status, role: row.word("role", ROLES) };
}

const instantOf = (moment: Moment | null): Date | null => moment && moment.at;

/** Who ended on a day was a member on that day. */
function endOf(row: CsvRow, { group }: ImportJob, now: Date): Date | null {
  const end = row.moment("ended", group.timeZone);
  if (!end) return null;
  const ended = end.local === null ? endOfDay(end.day, group.timeZone) : end.at;
  row.refuse(ended > now, "ended is in the future, or a day that is not over");
  return ended;
}

async function makeMemberships(ctx: Context, job: ImportJob, told: readonly MembershipTold[]): Promise<void> {
  const now = ctx.clock.now();
  const rows = told.map(({ personId, role, status, joined, ended }) => ({
    id: newId(),
    groupId: job.group.id,
    personId,
    role: role ?? MembershipRole.MEMBER,
    status,
    joinedAt: joined,
    endedAt: ended,
    createdAt: now,
    updatedAt: now,
  }));
  await insertRows(ctx.db, Membership, rows);
  await insertRows(
    ctx.db,
    MembershipPeriod,
    rows.map(({ id, groupId, personId, joinedAt, endedAt }) => ({
      id: newId(),
      membershipId: id,
      groupId,
      personId,
      startedAt: joinedAt as Date,
      endedAt,
    })),
  );
  job.counts.created += rows.length;
}
