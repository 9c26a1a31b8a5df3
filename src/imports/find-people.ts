import { In } from "typeorm";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import type { CsvRow } from "../platform/csv/csv-row.ts";
import type { CsvColumns } from "../platform/csv/match-heading.ts";
import { EXTERNAL_ID_LENGTH_MAX, ExternalIdKind } from "./external-id.entity.ts";
import { externalObjects } from "./external-objects.ts";
import type { ImportJob } from "./import-job.ts";

/** How a line names a person. */
export interface PersonReference {
  readonly email: string | null;
  readonly externalId: string | null;
}

const EMAIL_CALLED = [
  "e-mail",
  "mail",
  "email address",
  "e-mail address",
  "member email",
  "person email",
  "attendee email",
];
const ID_CALLED = [
  "id",
  "external id",
  "person",
  "member",
  "member id",
  "user id",
  "attendee id",
  "contact id",
  "no",
  "number",
];

/** Columns that name the person of a line. */
export const PERSON_COLUMNS: CsvColumns = {
  email: { about: "Address of the person; the key where there is one.", alsoCalled: EMAIL_CALLED },
  person_id: { about: "The person's id in the files of this group, up to 200 characters.", alsoCalled: ID_CALLED },
};

/** Whom a line names in these two columns. */
export const personReference = (row: CsvRow, email = "email", externalId = "person_id"): PersonReference => ({
  email: row.email(email),
  externalId: row.oneLine(externalId, EXTERNAL_ID_LENGTH_MAX),
});

/** The people that an importer asked for at once. */
export class FoundPeople {
  constructor(
    private readonly byEmail: ReadonlyMap<string, Person>,
    private readonly byExternalId: ReadonlyMap<string, Person>,
    private readonly standings: ReadonlyMap<string, PersonStanding>,
  ) {}

  /** Whether nobody but this group can say anything of them: they have no account, and no other group knows them. */
  isOurs({ id }: Person): boolean {
    return this.standings.get(id)?.is_ours ?? true;
  }

  /** Whether an organiser names somebody who is nothing to their group, which is a fault of the line. */
  isStranger(row: CsvRow, { id }: Person): boolean {
    const standing = this.standings.get(id);
    const isStranger = standing !== undefined && !standing.is_ours && !standing.is_known;
    row.refuse(isStranger, "the service knows this person, and the group does not: invite them, and they decide");
    return isStranger;
  }

  withEmail(email: string | null): Person | null {
    return email === null ? null : (this.byEmail.get(email) ?? null);
  }

  withExternalId(externalId: string | null): Person | null {
    return externalId === null ? null : (this.byExternalId.get(externalId) ?? null);
  }

  /** Whether a line names somebody as no file did before. */
  isNewName(externalId: string | null): boolean {
    return externalId !== null && !this.byExternalId.has(externalId);
  }

  /** Whom a line names; a fault of the line if that is nobody, or two. */
  of(row: CsvRow, { email, externalId }: PersonReference): Person | null {
    if (email === null && externalId === null) {
      return row.isGood ? row.fault("names nobody: give email or person_id") : null;
    }
    const [one, other] = [this.withExternalId(externalId), this.withEmail(email)];
    if (one && other && one.id !== other.id) return row.fault("person_id and email are two different people");
    const person = one ?? other;
    if (!person) return row.fault("nobody is known by this email or person_id: import people first");
    return this.isStranger(row, person) ? null : person;
  }
}

/** Whoever these lines name by address or by an id of the group's files. */
export async function findPeople(
  ctx: Context,
  { group: { id: groupId }, options: { organiser } }: ImportJob,
  references: readonly PersonReference[],
): Promise<FoundPeople> {
  const emails = references.flatMap(({ email }) => (email === null ? [] : [email]));
  const idOf = await externalObjects(
    ctx,
    groupId,
    ExternalIdKind.PERSON,
    references.map(({ externalId }) => externalId),
  );
  const found = await ctx.db.find(Person, { where: [{ email: In(emails) }, { id: In([...idOf.values()]) }] });
  const standIns = await standInsOf(ctx, groupId, found);
  const byId = new Map(found.map((person) => [person.id, standIns.get(person.id) ?? person]));
  return new FoundPeople(
    new Map(
      found.flatMap((person) =>
        person.email === null ? [] : [[person.email, byId.get(person.id) ?? person] as const],
      ),
    ),
    new Map(
      [...idOf].flatMap(([externalId, id]) => {
        const person = byId.get(id);
        return person ? [[externalId, person] as const] : [];
      }),
    ),
    organiser ? await standingsOf(ctx, groupId, [...found, ...standIns.values()]) : new Map(),
  );
}

/** Those into whom people of the group were merged: files go on calling them by what they were called. */
async function standInsOf(ctx: Context, groupId: string, found: readonly Person[]): Promise<Map<string, Person>> {
  const merges: { merged_id: string; survivor_id: string }[] = await ctx.db.query(
    "select merged_id, survivor_id from person_merges where group_id = $1 and merged_id = any($2::uuid[]) and undone_at is null",
    [groupId, found.map(({ id }) => id)],
  );
  if (merges.length === 0) return new Map();
  const survivors = await ctx.db.findBy(Person, { id: In(merges.map(({ survivor_id }) => survivor_id)) });
  const byId = new Map(survivors.map((person) => [person.id, person]));
  return new Map(
    merges.flatMap(({ merged_id, survivor_id }) => {
      const person = byId.get(survivor_id);
      return person ? [[merged_id, person] as const] : [];
    }),
  );
}

interface PersonStanding {
  readonly is_ours: boolean;
  readonly is_known: boolean;
}

/** What these people are to the group, and to others. An invitation alone is nobody's word but the inviter's. */
async function standingsOf(
  ctx: Context,
  groupId: string,
  people: readonly Person[],
): Promise<ReadonlyMap<string, PersonStanding>> {
  const rows: (PersonStanding & { readonly id: string })[] = await ctx.db.query(
    `select p.id,
            exists (select from memberships m where m.group_id = $2 and m.person_id = p.id
                     and (m.joined_at is not null or m.status = 'REQUESTED'))
              or exists (select from visitors v where v.group_id = $2 and v.person_id = p.id and v.known_as is null)
              or exists (select from rsvps r where r.group_id = $2 and r.person_id = p.id) as is_known,
            p.email_verified_at is null
              and not exists (select from memberships m where m.group_id <> $2 and m.person_id = p.id)
              and not exists (select from visitors v where v.group_id <> $2 and v.person_id = p.id)
              and not exists (select from rsvps r where r.group_id <> $2 and r.person_id = p.id)
              and not exists (select from attendances a where a.group_id <> $2 and a.person_id = p.id)
              and not exists (select from external_ids x where x.group_id <> $2 and x.object_id = p.id) as is_ours
       from people p where p.id = any($1::uuid[])`,
    [people.map(({ id }) => id), groupId],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
