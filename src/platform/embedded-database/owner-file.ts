/** One process at a time owns a data folder. The file outlives a killed owner, and is then taken over. */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { birthOf, isAlive } from "./processes.ts";

interface Owner {
  readonly pid: number;
  readonly birth: string | null;
}

const TRIES_MAX = 20;

/** The folder belongs to a process that still runs. */
export class FolderInUse extends Error {
  constructor(
    readonly folder: string,
    readonly pid: number,
  ) {
    super(
      `The embedded database in ${folder} is in use by process ${pid}. Stop that process, ` +
        "or set DATA_DIR to another folder, or set DATABASE_URL to a PostgreSQL server of your own.",
    );
    this.name = "FolderInUse";
  }
}

const parse = (text: string): Owner | null => {
  try {
    return JSON.parse(text) as Owner;
  } catch {
    return null;
  }
};

const readText = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
};

function lives(owner: Owner): boolean {
  if (!isAlive(owner.pid)) return false;
  const birth = birthOf(owner.pid);
  return owner.birth === null || birth === null || owner.birth === birth;
}

/** The living owner written in `path`, or null. */
export function livingOwner(path: string): number | null {
  const owner = parse(readText(path) ?? "");
  return owner && lives(owner) ? owner.pid : null;
}

/**
 * Makes this process the owner, or throws `FolderInUse`. Created exclusively, so that of two processes starting
 * together one wins; a dead owner's file is moved away rather than deleted, so that nobody removes a winner's file.
 */
export function claim(path: string, folder: string): void {
  const mine = JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) } satisfies Owner);
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    try {
      writeFileSync(path, mine, { flag: "wx", mode: 0o644 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const found = readText(path);
    if (found === null) continue;
    const owner = parse(found);
    if (owner && lives(owner)) throw new FolderInUse(folder, owner.pid);
    moveAway(path, found);
  }
  throw new Error(`Could not take over ${path}.`);
}

function moveAway(path: string, stale: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readText(aside) ?? "";
  if (moved !== stale) writeFileSync(path, moved, { flag: "wx" });
  rmSync(aside, { force: true });
}

export function release(path: string): void {
  rmSync(path, { force: true });
}
