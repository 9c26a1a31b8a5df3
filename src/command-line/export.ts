import { once } from "node:events";
import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, type WriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { GroupSlug } from "../groups/group-slug.entity.ts";
import type { Context } from "../platform/context.ts";
import { writeGroup } from "../transfers/write-group.ts";
import { operate } from "./operate.ts";
import { CommandFailed, say } from "./output.ts";

interface Options {
  readonly group: string;
  readonly to?: string;
}

/** `wellmet export`: everything that a group owns, as files. They are described in docs/export.md. */
export function addExport(program: Command): void {
  program
    .command("export")
    .description("write everything that a group owns into a folder of CSV and JSON files, which import takes back")
    .requiredOption("--group <slug>", "the group")
    .option("--to <folder>", "the folder, which must not be there yet; named after the group if left out")
    .action(async ({ group, to }: Options) => {
      const folder = resolve(to ?? group);
      if (existsSync(folder) && readdirSync(folder).length > 0) throw new CommandFailed(`${folder} is not empty.`);
      await operate(({ ctx }) => exportTo(ctx, group, folder));
    });
}

/** Into a folder beside it first, so that what has the name is whole. */
async function exportTo(ctx: Context, group: string, folder: string): Promise<void> {
  const slug = await ctx.db.findOneBy(GroupSlug, { slug: group });
  if (!slug) throw new CommandFailed(`There is no group ${group}.`);
  const unfinished = join(dirname(folder), `.${basename(folder)}-unfinished-${process.pid}`);
  mkdirSync(unfinished, { recursive: true });
  try {
    const files = new Files(unfinished);
    await writeGroup(ctx, { groupId: slug.groupId, viewerId: null }, (file, text) => files.write(file, text));
    await files.end();
    if (existsSync(folder)) rmSync(folder, { recursive: true });
    await rename(unfinished, folder);
    say(`${folder}: ${files.count} files, ${files.bytes.toLocaleString("en")} bytes.`);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Files written one after the other, no faster than the disk takes them. */
class Files {
  count = 0;
  bytes = 0;
  private name = "";
  private stream: WriteStream | null = null;

  constructor(private readonly folder: string) {}

  async write(file: string, text: string): Promise<void> {
    if (file !== this.name) {
      await this.end();
      this.name = file;
      this.stream = createWriteStream(join(this.folder, file), { mode: 0o600 });
      this.count++;
    }
    this.bytes += Buffer.byteLength(text);
    if (this.stream?.write(text) === false) await once(this.stream, "drain");
  }

  async end(): Promise<void> {
    const stream = this.stream;
    this.stream = null;
    if (!stream) return;
    stream.end();
    await once(stream, "close");
  }
}
