import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { SingleBar } from "cli-progress";
import { type Command, InvalidArgumentError } from "commander";
import { GroupSlug } from "../groups/group-slug.entity.ts";
import { FaultyFile, IMPORTERS, type ImportKind, type ImportReport, importFile } from "../imports/import-file.ts";
import type { Context } from "../platform/context.ts";
import { UnreadableCsv } from "../platform/csv/csv-fault.ts";
import { inTransaction } from "../platform/transaction.ts";
import { GROUP_FILE } from "../transfers/group-sheets.ts";
import { RefusedGroup } from "../transfers/refused-group.ts";
import { restoreGroup } from "../transfers/restore-group.ts";
import { operate } from "./operate.ts";
import { CommandFailed, say } from "./output.ts";

/** Faults told one by one; how many more there are is told in a sentence. */
const FAULTS_TOLD_MAX = 100;

const KINDS = Object.keys(IMPORTERS) as ImportKind[];
const isKind = (what: string): what is ImportKind => KINDS.includes(what as ImportKind);

interface Options {
  readonly group?: string;
  readonly slug?: string;
  readonly dryRun?: true;
  readonly submitRolls?: true;
}

interface NamedFile {
  readonly kind: ImportKind;
  readonly path: string;
}

/** `wellmet import`: what a group has kept in tables until now. Columns are described in docs/import.md. */
export function addImport(program: Command): void {
  program
    .command("import")
    .description("bring in CSV files of a group, such as people.csv, or a group that was exported")
    .argument("<what>", `${KINDS.join(", ")}; or a folder with such files (people.csv …), or an exported group`)
    .argument("[file.csv]", "the file, unless a folder is given")
    .option("--group <slug>", "the group that they are of; left out for an exported group, which brings its own")
    .option("--slug <slug>", "another slug for an exported group, if its own is taken here")
    .option("--dry-run", "say what would happen, and keep nothing")
    .option("--submit-rolls", "submit the rolls of all meetings in the attendance file")
    .addHelpText(
      "after",
      "\nColumns are described in docs/import.md. A file with a faulty line is not brought in at all.",
    )
    .action(async (what: string, file: string | undefined, options: Options) => {
      if (options.group === undefined) {
        refuseOther(what, file);
        await operate(({ ctx }) => restore(ctx, what, options));
        return;
      }
      const { group } = options;
      const files = filesOf(what, file);
      await operate(({ ctx }) => importAll(ctx, files, { ...options, group }));
    });
}

/** The table of the columns of one kind of file in docs/import.md, as Markdown. */
export function columnsTable(kind: ImportKind): string {
  const { columns } = IMPORTERS[kind]();
  const rows = Object.entries(columns).map(
    ([name, { about, alsoCalled = [] }]) => `| \`${name}\` | ${about} | ${alsoCalled.join(", ")} |`,
  );
  return ["| column | what it says | also called |", "| --- | --- | --- |", ...rows].join("\n");
}

/** Which files are meant, in the order in which they build on each other. */
function filesOf(what: string, file: string | undefined): NamedFile[] {
  if (isKind(what)) {
    if (file === undefined) throw new InvalidArgumentError(`Which file? wellmet import ${what} FILE.csv --group SLUG`);
    return [{ kind: what, path: file }];
  }
  if (file !== undefined || !existsSync(what) || !statSync(what).isDirectory()) {
    throw new InvalidArgumentError(`“${what}” is neither a folder nor one of ${KINDS.join(", ")}.`);
  }
  const files = KINDS.map((kind) => ({ kind, path: join(what, `${kind}.csv`) })).filter(({ path }) => existsSync(path));
  if (files.length === 0)
    throw new CommandFailed(`In ${what} is none of ${KINDS.map((kind) => `${kind}.csv`).join(", ")}.`);
  return files;
}

/** Only an exported group says by itself which group it is. */
function refuseOther(what: string, file: string | undefined): void {
  if (file !== undefined || !existsSync(join(what, GROUP_FILE))) {
    throw new InvalidArgumentError("Which group? Give --group SLUG, or a folder that wellmet export wrote.");
  }
}

async function restore(ctx: Context, folder: string, { slug, dryRun }: Options): Promise<void> {
  const tell = (file: string, lines: number) => say(`${join(folder, file)}: ${lines} lines.`);
  try {
    await orDryRun(ctx, dryRun ?? false, async (ctx) => {
      const group = await restoreGroup(ctx, { folder, slug, tell });
      say(`${group.name} is brought in as ${group.slug}.`);
    });
  } catch (error) {
    if (!(error instanceof RefusedGroup)) throw error;
    throw new CommandFailed([...error.reasons, `${folder}: nothing was brought in.`].join("\n"));
  }
}

async function importAll(
  ctx: Context,
  files: readonly NamedFile[],
  options: Options & { readonly group: string },
): Promise<void> {
  const slug = await ctx.db.findOneBy(GroupSlug, { slug: options.group });
  if (!slug) throw new CommandFailed(`There is no group ${options.group}.`);
  await orDryRun(ctx, options.dryRun ?? false, async (ctx) => {
    for (const file of files) await importOne(ctx, file, slug.groupId, options);
  });
}

/** A dry run is in one transaction, as each file builds on the ones before; then nothing is kept of it. */
async function orDryRun(ctx: Context, isDryRun: boolean, work: (ctx: Context) => Promise<void>): Promise<void> {
  if (!isDryRun) {
    await work(ctx);
    return;
  }
  await inTransaction(ctx, async (ctx) => {
    await work(ctx);
    throw new DryRunEnds();
  }).catch((error: unknown) => {
    if (!(error instanceof DryRunEnds)) throw error;
  });
  say("This was a dry run: nothing was kept.");
}

class DryRunEnds extends Error {}

async function importOne(ctx: Context, { kind, path }: NamedFile, groupId: string, options: Options): Promise<void> {
  const bar = progressBar(path);
  try {
    const submitRolls = options.submitRolls ?? false;
    const report = await importFile(ctx, {
      kind,
      path,
      groupId,
      submitRolls,
      tellBytes: (bytes) => bar?.update(bytes),
    });
    bar?.stop();
    tellReport(path, report);
  } catch (error) {
    bar?.stop();
    throw toldFailure(path, error);
  }
}

/** On a terminal only: in a log it would be noise. */
function progressBar(path: string): SingleBar | null {
  if (!process.stderr.isTTY || !existsSync(path)) return null;
  const bar = new SingleBar({ format: `${path} {bar} {percentage}% {eta_formatted}`, clearOnComplete: true });
  bar.start(statSync(path).size, 0);
  return bar;
}

function tellReport(path: string, { counts, notes, unknownColumns }: ImportReport): void {
  for (const column of unknownColumns) say(`${path}: the column “${column}” means nothing here and was left out.`);
  for (const [remark, lines] of notes) say(`${path}: ${remark} (${lines} lines).`);
  say(`${path}: ${counts.created} created, ${counts.updated} updated, ${counts.unchanged} unchanged.`);
}

function toldFailure(path: string, error: unknown): unknown {
  if (error instanceof UnreadableCsv) return new CommandFailed(`${path}: ${error.message}`);
  if (!(error instanceof FaultyFile)) return error;
  const told = error.faults.slice(0, FAULTS_TOLD_MAX).map(({ line, reason }) => `${path}: line ${line}: ${reason}`);
  const more = error.count - told.length;
  return new CommandFailed(
    [...told, ...(more > 0 ? [`… and ${more} more faults.`] : []), `${path}: nothing was brought in.`].join("\n"),
  );
}
