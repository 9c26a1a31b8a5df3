import { In } from "typeorm";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import type { CsvRow } from "../platform/csv/csv-row.ts";
import type { CsvColumns } from "../platform/csv/match-heading.ts";
import { EXTERNAL_ID_LENGTH_MAX, ExternalIdKind } from "./external-id.entity.ts";
import { externalObjects } from "./external-objects.ts";

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
  ) {}

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
    return one ?? other ?? row.fault("nobody is known by this email or person_id: import people first");
  }
}

/** Whoever these lines name by address or by an id of the group's files. */
export async function findPeople(
  ctx: Context,
  groupId: string,
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
