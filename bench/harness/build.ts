import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Options } from "./options.ts";
import { ROOT, runProgram } from "./processes.ts";

const SOURCES = ["src", "migrations"];
const BUILT = join("dist", "src", "server", "main.js");

/** Builds the server as its image does, if a source is younger than what was built. */
export async function build(options: Options): Promise<void> {
  const built = join(ROOT, BUILT);
  const builtAt = existsSync(built) ? statSync(built).mtimeMs : 0;
  if (!options.build && builtAt > 0) return;
  if (SOURCES.every((folder) => youngestIn(join(ROOT, folder)) < builtAt)) return;
  process.stderr.write("Building the server …\n");
  await runProgram({
    name: "npm run build",
    command: process.execPath,
    arguments: [join(ROOT, "node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.build.json"],
    cwd: ROOT,
    environment: {},
    logFile: join(options.data, "logs", "build.log"),
  });
}

const youngestIn = (folder: string): number =>
  Math.max(
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );
