/**
 * `node scripts/run.mjs src/server/main.ts …`: runs a program of ours from its sources, quickly. Hundreds of small files,
 * each looked up and compiled by a hook, cost seconds at every start; esbuild makes a few large ones in a fraction of one.
 * Packages stay where they are. Where nothing can be written, tsx does it the slow way.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const root = resolve(import.meta.dirname, "..");
/** Below node_modules, where the packages are found from and git does not look. */
const cache = join(root, "node_modules", ".cache", "wellmet");
/** Where esbuild writes, so that its output need not pass through the memory of the program. */
const fresh = `${cache}-${process.pid}`;
const KEPT_MS = 86_400_000;

const source = resolve(process.argv[2] ?? "");
// What the program sees is its own name and its own arguments.
process.argv.splice(1, 2, source);

/** Answers the file to import. Files are named by their content, so that programs started together do not meet. */
async function bundled() {
  const { buildSync } = await import("esbuild");
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: [source],
    outdir: fresh,
    entryNames: "[name]-[hash]",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "esm",
    splitting: true,
    // Tables and types are called after their classes.
    keepNames: true,
    sourcemap: process.sourceMapsEnabled ? "linked" : false,
    metafile: true,
    logLevel: "silent",
  });
  keep(Object.keys(metafile.outputs).map((file) => basename(file)));
  const isProgram = ([, { entryPoint }]) => entryPoint !== undefined && resolve(root, entryPoint) === source;
  return join(cache, basename(Object.entries(metafile.outputs).find(isProgram)[0]));
}

/** Whole files appear at once, and none that somebody may be reading is written again. */
function keep(names) {
  mkdirSync(cache, { recursive: true });
  const added = names.filter((name) => !existsSync(join(cache, name)));
  for (const name of added) renameSync(join(fresh, name), join(cache, name));
  rmSync(fresh, { recursive: true });
  if (added.length === 0) return;
  for (const name of readdirSync(cache)) {
    const file = join(cache, name);
    if (name.startsWith(`${basename(source, ".ts")}-`) && statSync(file).mtimeMs < Date.now() - KEPT_MS)
      rmSync(file, { force: true });
  }
}

async function runnable() {
  try {
    return await bundled();
  } catch {
    const { register } = await import("tsx/esm/api");
    register();
    return source;
  }
}

await import(pathToFileURL(await runnable()).href);
