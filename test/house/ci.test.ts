/** `.ci/run` tells the truth: with other programs in the place of npm and apt-get, which it finds first on its path. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wellmet-ci-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const program = (name: string, lines: string): void => {
  writeFileSync(join(folder, name), `#!/bin/sh\n${lines}\n`);
  chmodSync(join(folder, name), 0o755);
};

/** Runs it where `npm` always passes, with the browser wanted at this place. */
function run(browser: string) {
  program("npm", 'echo "Tests:       1 passed, 1 total"');
  const { status, stdout } = spawnSync(join(".ci", "run"), {
    encoding: "utf8",
    env: { PATH: `${folder}:${process.env["PATH"]}`, CHROMIUM: join(folder, browser) },
  });
  return { status, lastLines: stdout.trim().split("\n").slice(-2).join("; ") };
}

describe("the step of the browser", () => {
  test("fails where none can be installed", () => {
    program("apt-get", "exit 100");
    expect(run("chromium")).toEqual({ status: 1, lastLines: "failed steps: browser; 1 passed, 0 failed" });
  });

  test("fails where installing one brings none", () => {
    program("apt-get", "exit 0");
    expect(run("chromium")).toEqual({ status: 1, lastLines: "failed steps: browser; 1 passed, 0 failed" });
  });

  test("passes where one is there, or comes", () => {
    program("apt-get", `test "$1" = update || { touch ${folder}/new && chmod +x ${folder}/new; }`);
    program("chromium", "exit 0");
    for (const browser of ["chromium", "new"]) {
      expect(run(browser)).toMatchObject({ status: 0, lastLines: expect.stringMatching(/2 passed, 0 failed$/) });
    }
  });
});
