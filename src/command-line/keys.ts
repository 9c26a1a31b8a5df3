import type { Command } from "commander";
import { ApiKey } from "../keys/api-key.entity.ts";
import { groupsOfKey } from "../keys/groups-of-key.ts";
import { stopKey } from "../keys/stop-key.ts";
import type { Context } from "../platform/context.ts";
import { globalId, parseGlobalId } from "../platform/ids.ts";
import { inTransaction } from "../platform/transaction.ts";
import { operate } from "./operate.ts";
import { CommandFailed, print, say } from "./output.ts";

interface Line {
  readonly id: string;
  readonly kind: string;
  readonly prefix: string;
  readonly name: string;
  readonly slugs: string;
  readonly points_per_minute: number;
  readonly last_used_at: Date | null;
}

/** Those that may still work: who cleans up wants no others. */
const LIVE = `
  select k.id, k.kind, k.prefix, k.name, k.points_per_minute, k.last_used_at,
         (select string_agg(g.slug, ',' order by g.slug) from api_key_groups c join groups g on g.id = c.group_id where c.key_id = k.id) as slugs
    from api_keys k where k.revoked_at is null and (k.expires_at is null or k.expires_at > $1)
   order by k.last_used_at nulls first, k.id`;

/** `wellmet keys`: which keys of groups work, and an end for one that leaked while no organiser is at hand. */
export function addKeys(program: Command): void {
  const keys = program.command("keys").description("keys of groups");
  keys
    .command("list")
    .description(
      "print every live key, longest unused first: id, kind, beginning, name, groups, points a minute, last use, separated by tabs",
    )
    .action(() =>
      operate(async ({ ctx }) => {
        for (const key of await ctx.db.query<Line[]>(LIVE, [ctx.clock.now()])) {
          const { kind, prefix, name, slugs, points_per_minute: points, last_used_at: used } = key;
          const cells = [globalId("key", key.id), kind, prefix, name, slugs, points, used?.toISOString() ?? "never"];
          print(cells.join("\t"));
        }
      }),
    );
  keys
    .command("end")
    .description("end a key from the next request on; the audit logs of its groups say so")
    .requiredOption("--id <id>", "as listed")
    .action(({ id }: { id: string }) =>
      operate(async ({ ctx }) => {
        say(`Ended ${await endKey(ctx, id)}.`);
      }),
    );
}

const endKey = (ctx: Context, id: string): Promise<string> =>
  inTransaction(ctx, async (ctx) => {
    const parsed = parseGlobalId(id);
    const lock = { mode: "pessimistic_write" } as const;
    const key = parsed?.prefix === "key" && (await ctx.db.findOne(ApiKey, { where: { id: parsed.id }, lock }));
    if (!key || key.revokedAt) throw new CommandFailed(`There is no live key ${id}.`);
    await stopKey(ctx, key, await groupsOfKey(ctx, key.id));
    return key.name;
  });
