import { In } from "typeorm";
import { Visitor, VisitorKind } from "../memberships/visitor.entity.ts";
import type { Person } from "../people/person.entity.ts";
import { insertRows } from "../platform/bulk-rows.ts";
import type { Context } from "../platform/context.ts";
import type { CsvRow } from "../platform/csv/csv-row.ts";
import type { CsvColumns } from "../platform/csv/match-heading.ts";
import { isAfter } from "../platform/csv/moment.ts";
import { newId } from "../platform/ids.ts";
import { findPeople, PERSON_COLUMNS, type PersonReference, personReference } from "./find-people.ts";
import type { Importer, ImportJob } from "./import-job.ts";

const COLUMNS: CsvColumns = {
  ...PERSON_COLUMNS,
  kind: { about: "prospect or guest; guest if empty.", alsoCalled: ["type", "visitor kind"] },
  first_seen: {
    about: "Day, or moment, at which the group first saw them; must be given for somebody new.",
    alsoCalled: ["first seen at", "first visit", "first seen on", "date", "visited"],
  },
  invited_by_email: { about: "Address of who brought them.", alsoCalled: ["brought by", "inviter"] },
  invited_by_id: { about: "The same by the person's id in the files of this group.", alsoCalled: ["invited by"] },
};

const KINDS: Readonly<Record<VisitorKind, readonly string[]>> = {
  PROSPECT: ["lead", "candidate", "prospective member"],
  GUEST: ["visitor"],
};

/** Brings in who came without a membership, so that they are recognised at their next visit. */
export const importVisitors = (): Importer => ({ columns: COLUMNS, required: [["email", "person_id"]], take });

async function take(ctx: Context, job: ImportJob, rows: readonly CsvRow[]): Promise<void> {
  const lines = rows.map((row) => ({
    row,
    reference: personReference(row),
    inviter: personReference(row, "invited_by_email", "invited_by_id"),
  }));
  const people = await findPeople(
    ctx,
    job,
    lines.flatMap(({ reference, inviter }) => [reference, inviter]),
  );
  const named = lines.map((line) => ({ ...line, person: people.of(line.row, line.reference) }));
  const known = await ctx.db.findBy(Visitor, {
    groupId: job.group.id,
    personId: In(named.flatMap(({ person }) => (person ? [person.id] : []))),
  });
  const made: Partial<Visitor>[] = [];
  for (const { row, person, inviter } of named) {
    const invitedById = isNobody(inviter) ? null : (people.of(row, inviter)?.id ?? null);
    const told = { ...toldOf(ctx, job, row), invitedById };
    if (!person || !job.isFirst(row, "this visitor", person.id)) continue;
    const same = known.find(({ personId }) => personId === person.id) ?? null;
    if (!isGood(row, person, told, same)) continue;
    if (same) job.counts[await corrected(ctx, same, told)]++;
    else made.push(newVisitor(job, person.id, told));
  }
  job.counts.created += await insertRows(ctx.db, Visitor, made);
}

/** Whether the line can be taken as it stands. */
function isGood(row: CsvRow, person: Person, told: Told, before: Visitor | null): boolean {
  row.refuse(told.invitedById === person.id, "nobody brings themself");
  row.refuse(!before && told.firstSeenAt === null && row.isGood, "first_seen is missing");
  return row.isGood;
}

const isNobody = ({ email, externalId }: PersonReference): boolean => email === null && externalId === null;

function toldOf(ctx: Context, { group }: ImportJob, row: CsvRow): Omit<Told, "invitedById"> {
  const firstSeenAt = row.moment("first_seen", group.timeZone)?.at ?? null;
  row.refuse(isAfter(firstSeenAt, ctx.clock.now()), "first_seen is in the future");
  return { firstSeenAt, kind: row.word("kind", KINDS) };
}

const newVisitor = (
  { group }: ImportJob,
  personId: string,
  { kind, firstSeenAt, invitedById }: Told,
): Partial<Visitor> => ({
  id: newId(),
  groupId: group.id,
  personId,
  kind: VisitorKind[kind ?? "GUEST"],
  invitedById,
  knownAs: null,
  firstSeenAt: firstSeenAt as Date,
});

interface Told {
  readonly kind: `${VisitorKind}` | null;
  readonly firstSeenAt: Date | null;
  readonly invitedById: string | null;
}

async function corrected(ctx: Context, visitor: Visitor, told: Told): Promise<"updated" | "unchanged"> {
  const wanted = Object.entries(told).filter(([, value]) => value !== null);
  const changes = wanted.filter(
    ([name, value]) => JSON.stringify(visitor[name as keyof Visitor]) !== JSON.stringify(value),
  );
  if (changes.length === 0) return "unchanged";
  await ctx.db.update(Visitor, visitor.id, Object.fromEntries(changes));
  return "updated";
}
