import { join } from "node:path";
import { claimSlug } from "../groups/claim-slug.ts";
import { Group } from "../groups/group.entity.ts";
import { setGroupTopics } from "../groups/set-group-topics.ts";
import type { Context } from "../platform/context.ts";
import { type CsvFault, UnreadableCsv } from "../platform/csv/csv-fault.ts";
import { readCsv } from "../platform/csv/read-csv.ts";
import { rearmed } from "../platform/csv/write-csv.ts";
import { emit } from "../platform/events.ts";
import { inTransaction } from "../platform/transaction.ts";
import { recountSeats } from "../rsvps/recount-seats.ts";
import { groupSheet } from "./group-sheet.ts";
import { GROUP_FILE } from "./group-sheets.ts";
import { type GroupFile, readGroupFile, textOf } from "./read-group-file.ts";
import { refuseBroken } from "./refuse-broken.ts";
import { RefusedGroup } from "./refused-group.ts";
import { Restoring } from "./restoring.ts";
import { type Column, type Line, plain, type Sheet } from "./sheet.ts";

/** Lines written at once: one COPY. Of so many rows the database tells public pages only that the table changed, not which rows. */
const LINES_AT_ONCE = 1_200;
/** Characters in lines that are held for that at most, however few they are. */
const CHARACTERS_AT_ONCE = 1_000_000;
/** Faults of a file that are remembered; how many more there are is counted. */
const FAULTS_TOLD_MAX = 100;

export interface RestoreRequest {
  /** Folder with `group.json` and the tables beside it. */
  readonly folder: string;
  /** Slug that the group gets instead of its own, if another group has that here. */
  readonly slug?: string | undefined;
  /** Told of each file how many lines it had. */
  readonly tell?: (file: string, lines: number) => void;
}

/**
 * Takes in a group that `writeGroup` wrote: all of it, or nothing. The group keeps its ids, so that a second time, or
 * two at once, are refused. People whom the service knows already, by address or id, stay as they are; nobody gets an
 * account by it, as no file proves an address. For the operator, who answers for where the files come from.
 *
 * @throws RefusedGroup
 */
export function restoreGroup(ctx: Context, request: RestoreRequest): Promise<Group> {
  return inTransaction(ctx, async (ctx) => {
    const file = await readGroupFile(request.folder);
    const group = await insertGroup(ctx, file, request);
    const run = new Restoring(ctx, group);
    for (const sheet of file.sheets) {
      const lines = await readSheet(run, request.folder, sheet);
      request.tell?.(sheet.file, lines);
    }
    await recountSeats(
      ctx,
      [...run.meetings.values()].map(({ id }) => id),
    );
    const broken = await refuseBroken(ctx, group.id);
    if (broken.length > 0) throw new RefusedGroup(broken);
    await emit(ctx, { name: "import.done", groupId: group.id, kind: "group", created: run.people.size, updated: 0 });
    return group;
  });
}

/** The group's own row, its topics and slugs. */
async function insertGroup(ctx: Context, { told }: GroupFile, { slug: wanted }: RestoreRequest): Promise<Group> {
  const run = new Restoring(ctx, { id: "" });
  const faults: string[] = [];
  const values = Object.fromEntries(
    Object.entries(groupSheet).map(([name, { cell, isRequired }]) => {
      const text = textOf(told[name]);
      const value = text === null ? null : cell.read(text, run);
      if (value === undefined) faults.push(`${GROUP_FILE}: ${name} is not ${cell.like}`);
      if (text === null && isRequired) faults.push(`${GROUP_FILE}: ${name} is missing`);
      return [name, value];
    }),
  );
  if (faults.length > 0) throw new RefusedGroup(faults);
  const slug = wanted ?? (values["slug"] as string);
  const group = ctx.db.create(Group, {
    ...plain(groupSheet, values),
    languages: values["languages"] ?? [],
    slug,
  } as object);
  const taken = await claimed(ctx, group);
  if (taken) throw new RefusedGroup([taken]);
  await setGroupTopics(ctx, group.id, (values["topics"] ?? []) as string[]);
  for (const former of (values["formerSlugs"] ?? []) as string[]) await claimSlug(ctx, group.id, former);
  return group;
}

/** Gives the group its row and its slug; why not, if it cannot. */
async function claimed(ctx: Context, group: Group): Promise<string | null> {
  const inserted = await ctx.db
    .createQueryBuilder()
    .insert()
    .into(Group)
    .values(group)
    .orIgnore()
    .returning("id")
    .execute();
  const isNew = (inserted.raw as readonly unknown[]).length > 0;
  if (isNew && (await claimSlug(ctx, group.id, group.slug))) return null;
  const isHere = !isNew && (await ctx.db.existsBy(Group, { id: group.id }));
  return isHere
    ? "This group is here already. Nothing of it was changed."
    : `Another group here has or had the slug ${group.slug}: give this one another with --slug.`;
}

/**
 * Takes one table in, and says how many lines it had.
 *
 * @throws RefusedGroup with the faults of the whole file
 */
async function readSheet(run: Restoring, folder: string, sheet: Sheet): Promise<number> {
  const faults = new Faults();
  // The database writes some lines while the next ones are read.
  let writing: Promise<void> = Promise.resolve();
  let batch: Line[] = [];
  let characters = 0;
  const flush = async () => {
    const lines = batch;
    batch = [];
    characters = 0;
    await writing;
    // Once a line is at fault nothing will be kept, but the others are read on.
    if (faults.count > 0 || lines.length === 0) return;
    writing = written(run, sheet, lines);
    // Whoever waits for it hears of it.
    writing.catch(() => undefined);
  };
  let count = -1;
  const known = Object.entries(sheet.columns);
  try {
    for await (const { line, cells } of readCsv(join(folder, sheet.file), () => undefined)) {
      if (++count === 0) refuseHeading(Object.keys(sheet.columns), cells);
      else batch.push(lineOf(run, known, { line, cells }, faults));
      characters += lengthOf(cells);
      if (batch.length === LINES_AT_ONCE || characters >= CHARACTERS_AT_ONCE) await flush();
    }
    if (count < 0) throw new UnreadableCsv("The file is empty.");
    await flush();
    await writing;
  } catch (error) {
    await writing.catch(() => undefined);
    if (!(error instanceof UnreadableCsv)) throw error;
    throw new RefusedGroup([...faults.told(sheet.file), `${sheet.file}: ${error.message}`]);
  }
  if (faults.count > 0) throw new RefusedGroup(faults.told(sheet.file));
  return count;
}

function refuseHeading(names: readonly string[], cells: readonly string[]): void {
  if (names.length === cells.length && names.every((name, index) => cells[index] === name)) return;
  throw new UnreadableCsv(`The first line has to be: ${names.join(",")}`);
}

/** What is wrong with a file, as much as is told of it. */
class Faults {
  count = 0;
  private readonly kept: CsvFault[] = [];
  add(fault: CsvFault): void {
    this.count++;
    if (this.kept.length < FAULTS_TOLD_MAX) this.kept.push(fault);
  }

  told(file: string): string[] {
    const more = this.count - this.kept.length;
    const told = this.kept.map(({ line, reason }) => `${file}: line ${line}: ${reason}`);
    return [...told, ...(more > 0 ? [`${file}: … and ${more} more faults.`] : [])];
  }
}

const lengthOf = (cells: readonly string[]): number => cells.reduce((sum, { length }) => sum + length, 0);

function lineOf(
  run: Restoring,
  known: readonly (readonly [name: string, Column])[],
  { line, cells }: { readonly line: number; readonly cells: readonly string[] },
  faults: Faults,
): Line {
  const fault = (reason: string) => faults.add({ line, reason });
  if (cells.length !== known.length) fault(`has ${cells.length} of ${known.length} cells`);
  const values: Record<string, unknown> = {};
  for (let index = 0; index < known.length; index++) {
    const [name, { cell, isRequired }] = known[index] as (typeof known)[number];
    const text = rearmed(cells[index] ?? "");
    const value = text === "" ? null : cell.read(text, run);
    if (value === undefined) fault(`${name} is not ${cell.like}`);
    if (value === null && isRequired) fault(`${name} is missing`);
    values[name] = value ?? null;
  }
  return { number: line, values, fault };
}

/** Writes some lines; a rule of the database that they break becomes a sentence, with the line if it is known. */
async function written(run: Restoring, sheet: Sheet, lines: readonly Line[]): Promise<void> {
  try {
    await sheet.write(run, lines);
  } catch (error) {
    const reason = brokenRule(error, sheet, lines);
    throw reason === null ? error : new RefusedGroup([reason]);
  }
}

const BROKEN_RULE = /^2[23]/;

function brokenRule(error: unknown, { file }: Sheet, lines: readonly Line[]): string | null {
  const { code, constraint, where } = error as Partial<Record<"code" | "constraint" | "where", string>>;
  if (!BROKEN_RULE.test(code ?? "")) return null;
  const at = lines[Number(/line (\d+)/.exec(where ?? "")?.[1] ?? Number.NaN) - 1]?.number;
  const rule = (constraint ?? "a rule of the database").replaceAll("_", " ");
  return at === undefined ? `${file}: breaks the rule “${rule}”` : `${file}: line ${at}: breaks the rule “${rule}”`;
}
