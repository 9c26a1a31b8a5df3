import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { stopOrphan } from "../../../src/platform/embedded-database/cluster.ts";
import { claim, FolderInUse, livingOwner, release } from "../../../src/platform/embedded-database/owner-file.ts";
import { birthOf } from "../../../src/platform/embedded-database/processes.ts";
import { isAlive } from "../../support/processes.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wellmet-owner-"));
  file = join(folder, "postgres.owner");
});
afterEach(() => rmSync(folder, { recursive: true }));

const owner = (pid: number, birth: string | null) => writeFileSync(file, JSON.stringify({ pid, birth }));
/** Nobody's: above the largest number that Linux and macOS give. */
const NO_PID = 99_999_999;

describe("an owner file", () => {
  test("is taken by the first, and given back", () => {
    claim(file, folder);
    expect(livingOwner(file)).toBe(process.pid);
    release(file);
    expect(livingOwner(file)).toBeNull();
  });

  test("is not taken from a living process, whose number is told", () => {
    owner(process.ppid, birthOf(process.ppid));
    expect(() => claim(file, folder)).toThrow(FolderInUse);
    expect(() => claim(file, folder)).toThrow(`process ${process.ppid}`);
  });

  test.each([
    ["of a process that is gone", NO_PID, "any"],
    ["of a process whose number another has by now", process.ppid, "another boot/1"],
  ])("%s is taken over", (_what, pid, birth) => {
    owner(pid, birth);
    expect(livingOwner(file)).toBeNull();
    claim(file, folder);
    expect(livingOwner(file)).toBe(process.pid);
    expect(readdirSync(folder)).toEqual(["postgres.owner"]);
  });

  test("that was cut short by a crash is taken over", () => {
    writeFileSync(file, '{"pid":');
    claim(file, folder);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid });
  });
});

test("a process that merely has the number of a dead PostgreSQL is left alone", async () => {
  const bystander = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  writeFileSync(join(folder, "postmaster.pid"), `${bystander.pid}\n${folder}\n`);
  await stopOrphan({ folder });
  expect(isAlive(bystander.pid ?? 0)).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
  bystander.kill();
});
