/** A creating mutation that is repeated with the same key has one effect and gives the first answer. */
import type { ObjectLiteral } from "typeorm";
import type { Context } from "./context.ts";
import { conflict, invalid } from "./errors.ts";
import type { Class } from "./reads/reads.ts";
import { mac } from "./secrets.ts";
import { inTransaction, sqlState } from "./transaction.ts";

export const IDEMPOTENCY_KEY_LENGTH_MAX = 255;
/** Phones that were offline for days still deliver. */
export const IDEMPOTENCY_KEPT_DAYS = 7;
const DAY_MS = 86_400_000;
/** How long a call waits for an equal one that is still running. */
const RUNNING_WAIT_MS = 2_000;
const LOCK_NOT_AVAILABLE = "55P03";

interface Keyed {
  idempotencyKey?: string | null;
}

/**
 * Runs `act` in a transaction once for a key of this person and mutation; later calls get the same entity. Key and
 * effect are one transaction: an act that throws leaves its key free. Without a key the act simply runs.
 *
 * @throws CONFLICT if the key came with another input before, or its first call is still running after 2 s
 */
export function once<Entity extends ObjectLiteral & { id: string }, Input extends Keyed>(
  ctx: Context,
  mutation: string,
  input: Input,
  entity: Class<Entity>,
  act: (ctx: Context) => Promise<Entity>,
): Promise<Entity> {
  const { idempotencyKey: key, ...rest } = input;
  return inTransaction(ctx, async (ctx) => {
    if (key === undefined || key === null) return act(ctx);
    const call: Call = { actor: actorOf(ctx), mutation, key, hash: mac(ctx.secretKey, "idempotency", canonical(rest)) };
    if (key.length < 1 || key.length > IDEMPOTENCY_KEY_LENGTH_MAX) {
      throw invalid("idempotencyKey", `Must have 1 to ${IDEMPOTENCY_KEY_LENGTH_MAX} characters.`);
    }
    const known = await claim(ctx, call);
    if (!known.isFirst) return firstResult(ctx, call, known, entity);

    const result = await act(ctx);
    await ctx.db.query("update idempotency_keys set result_id = $4 where actor = $1 and mutation = $2 and key = $3", [
      call.actor,
      mutation,
      key,
      result.id,
    ]);
    return result;
  });
}

interface Call {
  readonly actor: string;
  readonly mutation: string;
  readonly key: string;
  readonly hash: Buffer;
}

interface Claim {
  readonly isFirst: boolean;
  readonly input_hash: Buffer;
  readonly result_id: string | null;
}

/** Visitors have no id; the address keeps their keys apart, hashed as nobody needs to read it. */
const actorOf = (ctx: Context): string =>
  ctx.viewerId ?? `visitor:${mac(ctx.secretKey, "idempotency actor", ctx.address).toString("hex")}`;

/**
 * Takes the key, or finds it taken. An equal call that is still running holds the row: we wait for its end. A
 * repetition **writes** the row too, so that its commit is as durable as the answer claims: a mere read could
 * confirm what a failing leader never replicated. A key past its days starts anew.
 */
async function claim(ctx: Context, { actor, mutation, key, hash }: Call): Promise<Claim> {
  const now = ctx.clock.now();
  const [{ before }] = await ctx.db.query<[{ before: string }]>(
    `select current_setting('lock_timeout') as before, set_config('lock_timeout', '${RUNNING_WAIT_MS}ms', true)`,
  );
  try {
    const [row] = await ctx.db.query<[Claim]>(
      `insert into idempotency_keys as known (actor, mutation, key, input_hash, created_at) values ($1, $2, $3, $4, $5)
       on conflict (actor, mutation, key) do update set
         input_hash = case when known.created_at <= $6 then excluded.input_hash else known.input_hash end,
         result_id = case when known.created_at <= $6 then null else known.result_id end,
         replayed_at = case when known.created_at <= $6 then null else excluded.created_at end,
         created_at = case when known.created_at <= $6 then excluded.created_at else known.created_at end
       returning replayed_at is null as "isFirst", input_hash, result_id`,
      [actor, mutation, key, hash, now, new Date(now.getTime() - IDEMPOTENCY_KEPT_DAYS * DAY_MS)],
    );
    await ctx.db.query("select set_config('lock_timeout', $1, true)", [before]);
    return row;
  } catch (error) {
    if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
    throw conflict("idempotencyKey", "The first call with this key is still running. Try again.");
  }
}

async function firstResult<Entity extends ObjectLiteral & { id: string }>(
  ctx: Context,
  { hash }: Call,
  known: Claim,
  entity: Class<Entity>,
): Promise<Entity> {
  if (!hash.equals(known.input_hash)) throw conflict("idempotencyKey", "This key was used with another input.");
  const first = known.result_id && (await ctx.db.findOneBy(entity, { id: known.result_id } as never));
  if (!first) throw conflict("idempotencyKey", "What the first call with this key made is no longer there.");
  return first;
}

/** One text for equal inputs: keys sorted, what was left out left out. */
function canonical(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(",")}}`;
}
