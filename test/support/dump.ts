/** The whole database as text, as somebody reads it who got hold of a copy. */
import type { DataSource } from "typeorm";

/** What each row of each table says, of every schema but the catalogue's. */
export async function dumped(db: DataSource): Promise<ReadonlyMap<string, readonly string[]>> {
  const tables: { name: string }[] = await db.query(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'
      order by 1`,
  );
  const dump = new Map<string, readonly string[]>();
  for (const { name } of tables) {
    const rows: { said: string }[] = await db.query(`select to_jsonb(t)::text as said from ${name} t`);
    dump.set(
      name,
      rows.map(({ said }) => said),
    );
  }
  return dump;
}

/** Tables in which a text stands, however it is written: in any case, and as bytes. */
export function tablesWith(dump: ReadonlyMap<string, readonly string[]>, text: string): string[] {
  const wanted = [
    text,
    Buffer.from(text).toString("hex"),
    Buffer.from(text)
      .toString("base64")
      .replace(/.{2}=*$/, ""),
  ];
  const forms = wanted.map((form) => form.toLowerCase());
  return [...dump].flatMap(([table, rows]) =>
    rows.some((row) => forms.some((form) => row.toLowerCase().includes(form))) ? [table] : [],
  );
}
