import {
  DISPLAY_NAME_LENGTH_MAX,
  HEADLINE_LENGTH_MAX,
  LANGUAGES_MAX,
  LINKS_MAX,
  PROFILE_LINE_LENGTH_MAX,
  STORY_LENGTH_MAX,
} from "../people/member-profile.ts";
import { Person } from "../people/person.entity.ts";
import { insertRows } from "../platform/bulk-rows.ts";
import type { Context } from "../platform/context.ts";
import { type CsvRow, parsed } from "../platform/csv/csv-row.ts";
import type { CsvColumns } from "../platform/csv/match-heading.ts";
import { newId } from "../platform/ids.ts";
import { CountryCode } from "../platform/scalars/country-code.ts";
import { LanguageTag } from "../platform/scalars/language-tag.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";
import { ExternalId, ExternalIdKind } from "./external-id.entity.ts";
import { type FoundPeople, findPeople, PERSON_COLUMNS, type PersonReference, personReference } from "./find-people.ts";
import type { Importer, ImportJob } from "./import-job.ts";

const COLUMNS: CsvColumns = {
  ...PERSON_COLUMNS,
  name: { about: "Name they go by, up to 100 characters.", alsoCalled: ["display name", "full name", "member name"] },
  first_name: { about: "Put before last_name where there is no name.", alsoCalled: ["given name", "forename"] },
  last_name: { about: "See first_name.", alsoCalled: ["surname", "family name"] },
  headline: { about: "What they do, in a sentence of up to 200 characters.", alsoCalled: ["tagline"] },
  story: { about: "Up to 5,000 characters; line breaks are kept.", alsoCalled: ["bio", "about", "biography"] },
  company: { about: "Up to 120 characters.", alsoCalled: ["organisation", "organization", "employer", "business"] },
  job_title: { about: "Up to 120 characters.", alsoCalled: ["title", "position"] },
  profession: { about: "Up to 120 characters.", alsoCalled: ["occupation", "category"] },
  industry: { about: "Up to 120 characters.", alsoCalled: ["sector"] },
  phone: {
    about: "International, such as +44 20 7946 0018.",
    alsoCalled: ["telephone", "mobile", "cell", "phone number"],
  },
  city: { about: "Up to 120 characters.", alsoCalled: ["town"] },
  region: { about: "Up to 120 characters.", alsoCalled: ["state", "county", "province"] },
  country: { about: "Two letters, such as GB.", alsoCalled: ["country code"] },
  languages: { about: "BCP 47 tags, such as en; de, at most 10.", alsoCalled: ["language"] },
  time_zone: { about: "IANA name, such as Europe/London.", alsoCalled: ["tz"] },
  links: { about: "URLs, at most 10.", alsoCalled: ["website", "url", "web", "homepage", "link"] },
};

/** What a file may say of a profile. */
type Told = Partial<Person>;

interface PersonLine {
  readonly row: CsvRow;
  readonly reference: PersonReference;
  readonly told: Told;
}

/**
 * Brings in people. Who has signed in once owns what is said of them, so of them nothing changes; of everybody else a
 * file may correct what it says. What it leaves empty stays.
 */
export const importPeople = (): Importer => ({
  columns: COLUMNS,
  required: [
    ["email", "person_id"],
    ["name", "first_name", "last_name"],
  ],
  take,
});

async function take(ctx: Context, job: ImportJob, rows: readonly CsvRow[]): Promise<void> {
  const lines = rows.map((row): PersonLine => ({ row, reference: personReference(row), told: told(row) }));
  const single = lines.filter(({ row, reference }) => isSingle(job, row, reference));
  const found = await findPeople(
    ctx,
    job,
    single.map(({ reference }) => reference),
  );
  const made: Partial<Person>[] = [];
  const named: Partial<ExternalId>[] = [];
  for (const line of single) {
    const person = known(found, line);
    if (!line.row.isGood) continue;
    const id = person ? person.id : newId();
    const isNamed = found.isNewName(line.reference.externalId);
    if (isNamed) named.push(nameOf(job, line, id));
    if (!person) made.push(newPerson(ctx, id, line));
    const outcome = person
      ? (await corrected(ctx, job, found, { ...line, person })) || isNamed
        ? "updated"
        : "unchanged"
      : "created";
    job.counts[outcome]++;
  }
  await insertRows(ctx.db, Person, made);
  await insertRows(ctx.db, ExternalId, named);
}

const nameOf = (job: ImportJob, { reference }: PersonLine, objectId: string): Partial<ExternalId> => ({
  groupId: job.group.id,
  kind: ExternalIdKind.PERSON,
  externalId: reference.externalId as string,
  objectId,
});

function told(row: CsvRow): Told {
  const line = (column: string, max = PROFILE_LINE_LENGTH_MAX) => row.oneLine(column, max);
  const given = {
    displayName: line("name", DISPLAY_NAME_LENGTH_MAX) ?? nameOfParts(row),
    headline: line("headline", HEADLINE_LENGTH_MAX),
    story: row.paragraphs("story", STORY_LENGTH_MAX),
    company: line("company"),
    jobTitle: line("job_title"),
    profession: line("profession"),
    industry: line("industry"),
    phone: row.phone("phone"),
    city: line("city"),
    region: line("region"),
    country: row.scalar("country", CountryCode),
    languages: row.list("languages", LANGUAGES_MAX, (text) => parsed(LanguageTag, text)),
    timeZone: row.scalar("time_zone", TimeZone),
    links: row.urls("links", LINKS_MAX),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

function nameOfParts(row: CsvRow): string | null {
  const parts = [row.oneLine("first_name", DISPLAY_NAME_LENGTH_MAX), row.oneLine("last_name", DISPLAY_NAME_LENGTH_MAX)];
  const name = parts.filter((part) => part !== null).join(" ");
  if (name.length > DISPLAY_NAME_LENGTH_MAX)
    return row.fault(`the name is longer than ${DISPLAY_NAME_LENGTH_MAX} characters`);
  return name || null;
}

/** Somebody may stand in a file once. */
function isSingle(job: ImportJob, row: CsvRow, { email, externalId }: PersonReference): boolean {
  if (email === null && externalId === null) {
    if (row.isGood) row.fault("names nobody: give email or person_id");
    return false;
  }
  const byEmail = email === null || job.isFirst(row, "this email", email);
  const byId = externalId === null || job.isFirst(row, "this person_id", externalId);
  return byEmail && byId;
}

function known(found: FoundPeople, { row, reference, told }: PersonLine): Person | null {
  const [one, other] = [found.withExternalId(reference.externalId), found.withEmail(reference.email)];
  if (one && other && one.id !== other.id) return row.fault("person_id and email are two different people");
  const person = one ?? other;
  if (person && found.isStranger(row, person)) return null;
  if (!person && !told.displayName) row.fault("has no name");
  return person;
}

function newPerson(ctx: Context, id: string, { reference, told }: PersonLine): Partial<Person> {
  const now = ctx.clock.now();
  const nothing = { headline: null, story: null, company: null, jobTitle: null, profession: null, industry: null };
  const nowhere = { phone: null, city: null, region: null, country: null, timeZone: null, languages: [], links: [] };
  return { id, email: reference.email, ...nothing, ...nowhere, createdAt: now, updatedAt: now, ...told };
}

/** Brings a person up to what the file says; whether there was anything to change. */
async function corrected(
  ctx: Context,
  job: ImportJob,
  found: FoundPeople,
  { person, reference, told }: PersonLine & { readonly person: Person },
): Promise<boolean> {
  const given: Told = { ...told, ...(reference.email === null ? {} : { email: reference.email }) };
  const changes = Object.fromEntries(
    Object.entries(given).filter(([field, value]) => !isSame(person[field as keyof Person], value)),
  );
  if (Object.keys(changes).length === 0) return false;
  if (person.emailVerifiedAt !== null) {
    job.note("somebody who has signed in keeps the profile they wrote themself");
    return false;
  }
  if (!found.isOurs(person)) {
    job.note("somebody whom other groups know as well keeps the profile that is there");
    return false;
  }
  await ctx.db.update(Person, person.id, { ...changes, updatedAt: ctx.clock.now(), version: () => "version + 1" });
  return true;
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
