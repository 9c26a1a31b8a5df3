/** `npm run bench`: fetches the peers' packages the first time, then runs the program in this folder. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const folder = import.meta.dirname;
const USAGE = 2;

if (!existsSync(join(folder, "node_modules"))) {
  process.stderr.write("Fetching the packages of the peers (npm ci in bench/), once.\n");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, stdio: "inherit" });
  if (status !== 0) process.exit(USAGE);
}

const program = spawn(process.execPath, ["--import", "tsx", join(folder, "main.ts"), ...process.argv.slice(2)], {
  cwd: join(folder, ".."),
  stdio: "inherit",
});
// The program itself ends what it started, in order; we only wait for it.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => program.kill(signal));
program.once("exit", (code) => process.exit(code ?? 1));
