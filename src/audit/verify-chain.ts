import { hash } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { Context } from "../platform/context.ts";
import { globalId } from "../platform/ids.ts";

/** Lines read at once. */
const LINES_AT_ONCE = 5_000;

/** `CHANGED` may also be a line that follows one that was changed and then hashed anew: both are worth a look. */
export interface ChainFault {
  readonly position: number;
  /** Global id of the line; null for one that is missing. */
  readonly entryId: string | null;
  readonly what: "MISSING" | "CHANGED" | "NOT_THE_LAST";
}

export interface VerifiedChain {
  readonly lines: number;
  /** Hash of the last line, in hex; null for a log without lines. */
  readonly head: string | null;
  readonly faults: readonly ChainFault[];
}

interface Link {
  readonly position: number;
  readonly hash: Buffer;
}

interface Line extends Link {
  readonly id: string;
  readonly said: string;
}

/** What a line says, as it is chained. Written out here and not asked of a function of the database, which could lie. */
const SAID = `jsonb_build_array(e.position, e.id, e.group_id,
  to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), e.actor_id, e.action, e.person_id,
  e.object_id, e.before, e.after, e.request_id)::text`;

const BEGINNING: Link = { position: 0, hash: Buffer.alloc(0) };

/**
 * Reads a group's whole audit log and works out every hash anew. Whoever changes, removes, adds or moves a line, even
 * past every trigger, changes a hash that a later line or the head was made of. Who rewrites all later lines and the
 * head as well is found by the head alone, if somebody wrote it down elsewhere before.
 */
export async function verifyChain(ctx: Context, groupId: string): Promise<VerifiedChain> {
  // One moment for the lines and the head.
  return ctx.db.transaction("REPEATABLE READ", async (db) => {
    const faults: ChainFault[] = [];
    let last = BEGINNING;
    let lines = 0;
    for await (const line of linesOf(db, groupId)) {
      faults.push(...missing(last.position + 1, line.position), ...changed(line, last));
      last = line;
      lines++;
    }
    const [head = BEGINNING]: Link[] = await db.query("select position, hash from audit_heads where group_id = $1", [
      groupId,
    ]);
    faults.push(...missing(last.position + 1, head.position + 1), ...notTheLast(last, head));
    return { lines, head: lines > 0 ? last.hash.toString("hex") : null, faults };
  });
}

async function* linesOf(db: EntityManager, groupId: string): AsyncGenerator<Line> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const page: Line[] = await db.query(
      `select e.id, e.position, e.hash, ${SAID} as said from audit_entries e
        where e.group_id = $1 and e.position > $2::bigint order by e.position, e.id limit ${LINES_AT_ONCE}`,
      [groupId, after],
    );
    yield* page;
    const end = page.at(-1);
    if (!end) return;
    after = end.position;
  }
}

const missing = (from: number, before: number): ChainFault[] =>
  Array.from({ length: Math.max(0, before - from) }, (_, at) => ({
    position: from + at,
    entryId: null,
    what: "MISSING",
  }));

function changed(line: Line, before: Link): ChainFault[] {
  // Past a gap nothing tells what came before.
  if (line.position !== before.position + 1) return [];
  const should = hash("sha256", Buffer.concat([before.hash, Buffer.from(line.said)]), "buffer");
  return should.equals(line.hash) ? [] : [{ position: line.position, entryId: entryId(line), what: "CHANGED" }];
}

/** The head was made with the last line. */
function notTheLast(last: Link, head: Link): ChainFault[] {
  const isLast = head.position === last.position ? head.hash.equals(last.hash) : head.position > last.position;
  return isLast
    ? []
    : [{ position: last.position, entryId: "id" in last ? entryId(last as Line) : null, what: "NOT_THE_LAST" }];
}

const entryId = ({ id }: Line): string => globalId("aud", id);
