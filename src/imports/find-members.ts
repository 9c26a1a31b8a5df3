import { In } from "typeorm";
import { Membership } from "../groups/membership.entity.ts";
import type { Context } from "../platform/context.ts";
import type { CsvRow } from "../platform/csv/csv-row.ts";
import { findPeople, personReference } from "./find-people.ts";
import type { ImportJob } from "./import-job.ts";

/** The memberships of whom these lines name; a fault of the line for who never was a member. */
export async function findMembers(
  ctx: Context,
  job: ImportJob,
  rows: readonly CsvRow[],
): Promise<Map<CsvRow, Membership>> {
  const lines = rows.map((row) => ({ row, reference: personReference(row) }));
  const found = await findPeople(
    ctx,
    job,
    lines.map(({ reference }) => reference),
  );
  const people = lines.map(({ row, reference }) => ({ row, person: found.of(row, reference) }));
  const memberships = await ctx.db.findBy(Membership, {
    groupId: job.group.id,
    personId: In(people.flatMap(({ person }) => (person ? [person.id] : []))),
  });
  const of = new Map(memberships.map((membership) => [membership.personId, membership]));
  const members = new Map<CsvRow, Membership>();
  for (const { row, person } of people) {
    const membership = person && of.get(person.id);
    if (membership) members.set(row, membership);
    else if (person) row.fault("this person is no member: import memberships first");
  }
  return members;
}
