import type { Context } from "../platform/context.ts";
import type { Rulings } from "./ruling.ts";
import { rulingsOfApps } from "./rulings-of-apps.ts";
import { rulingsOfGroups } from "./rulings-of-groups.ts";
import { rulingsOfMeetings } from "./rulings-of-meetings.ts";
import { rulingsOfNetwork } from "./rulings-of-network.ts";
import { rulingsOfPeople } from "./rulings-of-people.ts";

/** How each table lets go of somebody: a new one needs a line, whatever it holds. */
export const rulings: Rulings = {
  ...rulingsOfApps,
  ...rulingsOfNetwork,
  ...rulingsOfMeetings,
  ...rulingsOfGroups,
  ...rulingsOfPeople,
};

/** Whom a transaction erases: keys of their rows, and every address that they were known by, in small letters. */
export interface Erased {
  readonly ids: readonly string[];
  readonly addresses: readonly string[];
}

/** Carries the rulings out, table by table. Inside of a transaction. */
export async function carryOutRulings(ctx: Context, { ids, addresses }: Erased): Promise<void> {
  const values = [ids, addresses, ctx.clock.now()];
  await ctx.db.query("select set_config('wellmet.erases', 'on', true)");
  for (const statement of statements) await ctx.db.query(statement, values);
  await ctx.db.query("select set_config('wellmet.erases', 'off', true)");
}

/** Names every value once, since a statement is told the types of those alone that it names. */
const GIVEN = "($1::uuid[] is not null and $2::text[] is not null and $3::timestamptz is not null)";

const assignments = (set: Readonly<Record<string, string>>): string =>
  Object.entries(set)
    .map(([column, value]) => `${column} = ${value}`)
    .join(", ");

const statements: readonly string[] = Object.entries(rulings).flatMap(([table, { cleared = [], gone }]) => [
  ...cleared.map(({ set, where }) => `update ${table} t set ${assignments(set)} where (${where}) and ${GIVEN}`),
  ...(gone ? [`delete from ${table} t where (${gone}) and ${GIVEN}`] : []),
]);
