/** What tests of acts and jobs need without the endpoint: a context, a clock that stands still, a mail folder. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EntityManager } from "typeorm";
import type { Clock } from "../../src/platform/clock.ts";
import type { Context } from "../../src/platform/context.ts";
import { type JobDeps, jobContext } from "../../src/platform/job-context.ts";
import { makeLog } from "../../src/platform/log.ts";
import { folderOutlet } from "../../src/platform/outlet.ts";

/** Stands still until a test moves it. */
export class StillClock implements Clock {
  #now: Date;
  constructor(now = "2026-03-10T06:30:00.000Z") {
    this.#now = new Date(now);
  }
  now(): Date {
    return new Date(this.#now);
  }
  pass(seconds: number): void {
    this.#now = new Date(this.#now.getTime() + seconds * 1000);
  }
}

export interface MailFolder {
  readonly path: string;
  /** Every mail written so far, oldest first. */
  read(): Letter[];
  empty(): void;
}

export interface Letter {
  readonly headers: Record<string, string>;
  readonly text: string;
}

export function mailFolder(): MailFolder {
  const path = mkdtempSync(join(tmpdir(), "wellmet-mail-"));
  const files = () =>
    readdirSync(path)
      .filter((name) => name.endsWith(".eml"))
      .sort();
  return {
    path,
    read: () => files().map((name) => parseMail(readFileSync(join(path, name), "utf8"))),
    empty: () => {
      for (const name of files()) rmSync(join(path, name));
    },
  };
}

/** Enough of RFC 5322 for the plain-text mails that we write into the folder. */
export function parseMail(eml: string): Letter {
  const end = eml.indexOf("\n\n");
  const lines = eml
    .slice(0, end)
    .replaceAll(/\n[ \t]+/g, " ")
    .split("\n");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  return { headers, text: eml.slice(end + 2) };
}

export const TEST_SECRET_KEY = "a secret key for tests, long enough to pass";
export const TEST_PUBLIC_URL = "https://wellmet.example";

export interface TestJobs {
  readonly clock: StillClock;
  readonly mail: MailFolder;
  readonly deps: JobDeps;
  readonly ctx: Context;
}

/** Deps and a context on a database (or a transaction of it); reads see nothing unless given. */
export function testJobs(db: EntityManager, given: Partial<JobDeps> = {}): TestJobs {
  const clock = given.clock instanceof StillClock ? given.clock : new StillClock();
  const mail = mailFolder();
  const log = given.log ?? makeLog("silent");
  const deps: JobDeps = {
    db,
    clock,
    log,
    reads: { canSee: () => Promise.resolve(false) },
    secretKey: TEST_SECRET_KEY,
    publicUrl: TEST_PUBLIC_URL,
    outlet: folderOutlet(mail.path, "Wellmet <hello@wellmet.example>", clock, log),
    ...given,
  };
  return { clock, mail, deps, ctx: jobContext(deps, "test") };
}
