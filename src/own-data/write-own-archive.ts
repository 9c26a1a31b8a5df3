import { PassThrough } from "node:stream";
import { csvLine } from "../platform/csv/write-csv.ts";
import { ZipStream } from "../platform/zip.ts";
import type { Answered, OwnData } from "./gather-own-data.ts";
import { type OwnProfile, ownCard } from "./own-card.ts";
import type { OwnColumn } from "./own-parts.ts";

/** Largest archive: more than any person writes in ten years of weekly meetings. */
const ARCHIVE_BYTES_MAX = 100_000_000;

/** Everything as one ZIP: once as JSON, each list as a table, and the profile as a card. */
export async function writeOwnArchive(data: OwnData, madeAt: Date): Promise<Buffer> {
  const out = new PassThrough();
  const pieces: Buffer[] = [];
  let size = 0;
  out.on("data", (piece: Buffer) => {
    pieces.push(piece);
    size += piece.length;
  });
  const zip = new ZipStream(out);
  for (const [name, text] of filesOf(data, madeAt)) {
    await zip.file(name);
    await zip.write(text);
    if (size > ARCHIVE_BYTES_MAX) throw new Error("An archive of one person has more than 100 MB.");
  }
  const ended = new Promise((resolve) => out.on("end", resolve));
  await zip.end();
  await ended;
  return Buffer.concat(pieces);
}

function filesOf({ person, lists }: OwnData, madeAt: Date): readonly (readonly [name: string, text: string])[] {
  const all = Object.fromEntries(lists.map(({ part, entries }) => [part.name, entries]));
  const json = { format: "wellmet-person", version: 1, madeAt: madeAt.toISOString(), person, ...all };
  return [
    ["my-data.json", `${JSON.stringify(json, null, 2)}\n`],
    ["me.vcf", ownCard(person as unknown as OwnProfile)],
    ...lists.map(({ part, entries }) => [`${kebab(part.name)}.csv`, tableOf(part.columns, entries)] as const),
  ];
}

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const tableOf = (columns: readonly OwnColumn[], entries: readonly Answered[]): string =>
  [
    csvLine(columns.map(({ path }) => path.map(kebab).join("."))),
    ...entries.map((entry) => csvLine(columns.map((column) => cellOf(entry, column)))),
  ].join("");

function cellOf(entry: Answered, { path, isCompound }: OwnColumn): string | null {
  const value = path.reduce<unknown>((at, field) => (at as Answered | null | undefined)?.[field], entry);
  if (value === null || value === undefined) return null;
  return isCompound || typeof value !== "string" ? JSON.stringify(value) : value;
}
