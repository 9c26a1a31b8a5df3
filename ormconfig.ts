import { commandDatabaseUrl } from "./src/platform/config.ts";
import { makeDataSource } from "./src/platform/database.ts";
import { entities } from "./src/server/rooms.ts";

/** What TypeORM's command line works on (`npm run typeorm -- …`). */
export default makeDataSource(commandDatabaseUrl(), { entities, purpose: "migrate" });
