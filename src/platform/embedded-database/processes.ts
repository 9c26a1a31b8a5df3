/** Questions about other processes, asked so that a reused process id is never mistaken for its former owner. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

const ps = (column: string, pid: number): string | null => {
  const { status, stdout } = spawnSync("ps", ["-o", `${column}=`, "-p", String(pid)], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : null;
};

const read = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
};

/**
 * What tells this process from another that had or will have the same id: the boot and the tick it started
 * at. Null where the system does not say; a living process must then be believed to be the same one.
 */
export function birthOf(pid: number): string | null {
  if (process.platform !== "linux") return ps("lstart", pid);
  const stat = read(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The second field is the command in parentheses and may hold spaces; the start is field 22, the 20th after it.
  const startedAtTick = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  return `${read("/proc/sys/kernel/random/boot_id")?.trim()}/${startedAtTick}`;
}

/** Whether `pid` is a PostgreSQL server on this data folder; true when the system does not say. */
export function servesFolder(pid: number, folder: string): boolean {
  const command = process.platform === "linux" ? read(`/proc/${pid}/cmdline`) : ps("command", pid);
  return command === null || (command.includes("postgres") && command.includes(folder));
}
