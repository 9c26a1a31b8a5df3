/** Looks for texts in every table: what should stand nowhere in clear. */
import type { EntityManager } from "typeorm";

/** A text that was found, by its place among those looked for. */
export interface FoundText {
  readonly table: string;
  readonly text: number;
}

/**
 * Looks through all rows of all tables, those of the queue too, for each text as it is, as bytes in hex or base64, and
 * for tokens of ours without the prefix and as the bytes that they spell.
 */
export async function scanTables(db: EntityManager, texts: readonly string[]): Promise<readonly FoundText[]> {
  const spelt = texts.flatMap((text, index) => spellings(text).map((spelling) => ({ spelling, index })));
  const tables: { name: string }[] = await db.query(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'
      order by 1`,
  );
  const found: FoundText[] = [];
  for (const { name } of tables) {
    const rows: { spelling: string }[] = await db.query(
      `select s.spelling from unnest($1::text[]) s (spelling)
        where exists (select from ${name} t where strpos(lower(t::text), lower(s.spelling)) > 0)`,
      [spelt.map(({ spelling }) => spelling)],
    );
    const met = new Set(rows.map(({ spelling }) => spelling));
    const which = new Set(spelt.filter(({ spelling }) => met.has(spelling)).map(({ index }) => index));
    found.push(...[...which].map((text) => ({ table: name, text })));
  }
  return found;
}

/** Shorter pieces would be found by chance. */
const BYTES_MIN = 8;

function spellings(text: string): string[] {
  const bare = text.replace(/^ng[a-z]_/, "");
  const bytes = [Buffer.from(text), Buffer.from(bare), Buffer.from(bare, "hex")].filter(
    ({ length }) => length >= BYTES_MIN,
  );
  return [...new Set([bare, ...bytes.flatMap((each) => [each.toString("hex"), each.toString("base64")])])];
}
