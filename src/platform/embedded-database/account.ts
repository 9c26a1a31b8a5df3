import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** The system account that PostgreSQL runs as when we are root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root, and initdb wants an account with a passwd entry; we create none. */
const CANDIDATES = ["postgres", "nobody"];

/** Undefined when we are an ordinary user, who runs PostgreSQL as themself. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const rows = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const name of CANDIDATES) {
    const row = rows.find(([account]) => account === name);
    if (row) return { uid: Number(row[2]), gid: Number(row[3]) };
  }
  throw new Error(`Running as root, PostgreSQL needs one of the accounts ${CANDIDATES.join(", ")}; there is none.`);
}

/** Whether the account can enter this folder, or execute this file. */
export const canReach = (account: Account | undefined, path: string): boolean =>
  !account || spawnSync("test", ["-x", path], { ...account, cwd: "/" }).status === 0;
