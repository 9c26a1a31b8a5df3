import { createHash } from "node:crypto";
import type pg from "pg";

const SESSION_DAYS = 30;

/** Session tokens of people; made of who they are, so that every run has the same ones. */
export class Viewers {
  private readonly tokens = new Map<string, string>();

  tokenOf(personId: string): string {
    const known = this.tokens.get(personId) ?? `ngs_${createHash("sha256").update(`bench ${personId}`).digest("hex")}`;
    this.tokens.set(personId, known);
    return known;
  }

  /** Sessions as signing in would have left them a moment ago. */
  async signIn(client: pg.Client, people: Iterable<string>): Promise<void> {
    const ids = [...new Set(people)].sort();
    await client.query(
      `insert into sessions (id, person_id, token_hash, method, created_at, last_seen_at, expires_at)
       select gen_random_uuid(), person_id, token_hash, 'OPERATOR', now(), now(), now() + make_interval(days => $3)
         from unnest($1::uuid[], $2::bytea[]) as viewer (person_id, token_hash)
       on conflict (token_hash) do update set last_seen_at = now(), expires_at = excluded.expires_at, ended_at = null`,
      [ids, ids.map((id) => createHash("sha256").update(this.tokenOf(id)).digest()), SESSION_DAYS],
    );
  }
}
