import { openDatabase } from "./src/command-line/open-database.ts";
import { readConfig } from "./src/platform/config.ts";
import { makeDataSource } from "./src/platform/database.ts";
import { entities } from "./src/server/rooms.ts";

const { migrationUrl } = await openDatabase(readConfig());

/** What TypeORM's command line works on (`npm run typeorm -- …`). */
export default makeDataSource(migrationUrl, { entities, purpose: "migrate" });
