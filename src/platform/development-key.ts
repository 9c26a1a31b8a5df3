import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Characters; 32 of hex are 128 bits. */
export const SECRET_KEY_LENGTH_MIN = 32;
const KEY_BYTES = 32;

/** A key made once and kept (0600), so that sign-ins survive a restart of a server that nobody configured. */
export function developmentKey(dataFolder: string): string {
  const path = join(dataFolder, "secret-key");
  mkdirSync(dataFolder, { recursive: true, mode: 0o711 });
  try {
    writeFileSync(path, randomBytes(KEY_BYTES).toString("hex"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const key = readFileSync(path, "utf8").trim();
  if (key.length < SECRET_KEY_LENGTH_MIN) throw new Error(`${path} is damaged; delete it, and a new one is made.`);
  return key;
}
