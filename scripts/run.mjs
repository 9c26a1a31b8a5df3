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
const KEPT_MS = 86_400_000;

const source = resolve(process.argv[2] ?? "");
// What the program sees is its own name and its own arguments.
process.argv.splice(1, 2, source);

/** Answers the file to import. Files are named by their content, so that programs started together do not meet. */
async function bundled() {
  const { buildSync } = await import("esbuild");
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: [source],
    outdir: cache,
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
    write: false,
    logLevel: "silent",
  });
  mkdirSync(cache, { recursive: true });
  for (const { path, contents } of outputFiles) if (!existsSync(path)) write(path, contents);
  const isProgram = ([, { entryPoint }]) => entryPoint !== undefined && resolve(root, entryPoint) === source;
  return join(root, Object.entries(metafile.outputs).find(isProgram)[0]);
}

function write(path, contents) {
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, contents);
  renameSync(aside, path);
  for (const name of readdirSync(cache).filter((name) => name.startsWith(`${basename(source, ".ts")}-`))) {
    const file = join(cache, name);
    if (statSync(file).mtimeMs < Date.now() - KEPT_MS) rmSync(file, { force: true });
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
