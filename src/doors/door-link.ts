import type { Context } from "../platform/context.ts";
import { link } from "../platform/job-context.ts";

/** Where the page for the telephone at the entrance is. */
export const DOOR_PATH = "/door";

/** The page of a door with its token behind the `#`, which browsers keep to themselves: no request and no log has it. */
export const doorLink = (ctx: Context, token: string): string => link(ctx, `${DOOR_PATH}#${token}`);
