/**
 * Mail leaves through an outbox: acts write a row in their own transaction, a job sends it later, perhaps after
 * several tries. What a mail says is made, and whether it is still due is asked, just before it goes.
 */
import { createHash } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { Context } from "./context.ts";
import { isEmailAddress, normaliseEmail } from "./email.ts";
import { newId } from "./ids.ts";
import { type JobDeps, jobContext } from "./job-context.ts";
import { isPermanent, type Message } from "./outlet.ts";
import { seal, unseal } from "./secrets.ts";

export const MAIL_ATTEMPTS_MAX = 12;
const LEASE_MS = 120_000;
const BACKOFF_FIRST_MS = 30_000;
const BACKOFF_MAX_MS = 3_600_000;
const ERROR_LENGTH_MAX = 500;
const PURPOSE = "mail";

export interface NewMail {
  /** As registered with `mailKind`. */
  readonly kind: string;
  /** One address, as `normaliseEmail` gives it. */
  readonly to: string;
  /** With kind and recipient: what makes it the same mail. The same mail is sent once, however often it is queued. */
  readonly key: string;
  /** JSON for the writer; may hold codes and tokens, as it is stored sealed and dropped once sent. */
  readonly data: object;
}

export interface Letter {
  readonly subject: string;
  /** Plain text. Nothing in it is markup. */
  readonly text: string;
  /** Who gets the same mail and is seen to: normalised addresses. */
  readonly copyTo?: readonly string[];
}

type Writer<Data> = (ctx: Context, data: Data) => Promise<Letter | null> | Letter | null;

const writers = new Map<string, Writer<never>>();

/**
 * Registers how mails of a kind are written. The writer runs at every try and looks again whether the mail is
 * still due; null drops it for good (answered meanwhile, cancelled, past).
 */
export function mailKind<Data extends object>(kind: string, write: Writer<Data>): void {
  if (writers.has(kind)) throw new Error(`Mail kind ${kind} is registered twice.`);
  writers.set(kind, write);
}

/** Puts a mail into the outbox, in the transaction of the act. */
export async function queueMail(ctx: Context, mail: NewMail): Promise<void> {
  // Whatever checked it before: nothing that a header or a second recipient could be made of gets in here.
  if (mail.to !== normaliseEmail(mail.to) || !isEmailAddress(mail.to)) {
    throw new Error(`A mail of kind ${mail.kind} has a recipient that is no normalised address.`);
  }
  await ctx.db.query(
    `insert into mails (id, kind, recipient, key, sealed_data, created_at, next_attempt_at)
     values ($1, $2, $3, $4, $5, $6, $6) on conflict (kind, recipient, key) do nothing`,
    [newId(), mail.kind, mail.to, mail.key, seal(ctx.secretKey, PURPOSE, mail.data), ctx.clock.now()],
  );
}

/** One try at one mail: `attempt` tries were made before. Two deliveries of the same try send once. */
export interface MailTry {
  readonly id: string;
  readonly attempt: number;
}

/** Leases mails that are due; a lease that nobody redeems runs out and the mail is due again. */
export async function leaseDueMails(db: EntityManager, now: Date, most: number): Promise<MailTry[]> {
  const [rows] = await db.query<[MailTry[], number]>(
    `update mails set leased_until = $2 where id in (
       select id from mails where status = 'WAITING' and next_attempt_at <= $1 and (leased_until is null or leased_until <= $1)
       order by next_attempt_at, id limit $3 for update skip locked
     ) returning id, attempts as attempt`,
    [now, new Date(now.getTime() + LEASE_MS), most],
  );
  return rows;
}

interface MailRow {
  id: string;
  kind: string;
  recipient: string;
  attempts: number;
  sealed_data: Buffer;
}

/** Redeems a lease: writes the mail, sends it, and records what came of it. */
export async function sendMail(deps: JobDeps, lease: MailTry): Promise<void> {
  const mail = await redeem(deps, lease);
  if (!mail) return;
  try {
    const letter = await write(deps, mail);
    if (letter) await deps.outlet.send(message(deps, mail, letter));
    await settle(deps, mail, letter ? "SENT" : "DROPPED", null);
  } catch (error) {
    await failed(deps, mail, error);
  }
}

const message = (deps: JobDeps, mail: MailRow, letter: Letter): Message => ({
  messageId: `<${mail.id}@${new URL(deps.publicUrl).hostname}>`,
  to: mail.recipient,
  copyTo: letter.copyTo ?? [],
  // A subject with a line break in it would be a header of somebody else's making.
  subject: letter.subject.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim(),
  text: letter.text,
});

async function redeem(deps: JobDeps, { id, attempt }: MailTry): Promise<MailRow | undefined> {
  const [rows] = await deps.db.query<[MailRow[], number]>(
    `update mails set attempts = attempts + 1, leased_until = $3
     where id = $1 and attempts = $2 and status = 'WAITING' returning id, kind, recipient, attempts, sealed_data`,
    [id, attempt, new Date(deps.clock.now().getTime() + LEASE_MS)],
  );
  return rows[0];
}

async function write(deps: JobDeps, mail: MailRow): Promise<Letter | null> {
  const writer = writers.get(mail.kind);
  if (!writer) throw new Error(`No writer for mails of kind ${mail.kind}.`);
  return writer(jobContext(deps, `mail-${mail.id}`), unseal(deps.secretKey, PURPOSE, mail.sealed_data) as never);
}

async function settle(deps: JobDeps, mail: MailRow, status: "SENT" | "DROPPED" | "DEAD", error: string | null) {
  await deps.db.query(
    `update mails set status = $2, settled_at = $3, leased_until = null, sealed_data = null, last_error = coalesce($4, last_error)
     where id = $1`,
    [mail.id, status, deps.clock.now(), error],
  );
}

async function failed(deps: JobDeps, mail: MailRow, error: unknown): Promise<void> {
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, ERROR_LENGTH_MAX);
  const isDead = mail.attempts >= MAIL_ATTEMPTS_MAX || isPermanent(error);
  deps.log[isDead ? "error" : "warn"](
    { mailId: mail.id, kind: mail.kind, attempts: mail.attempts, reason },
    isDead ? "mail given up" : "mail failed, will be tried again",
  );
  if (isDead) return settle(deps, mail, "DEAD", reason);
  await deps.db.query("update mails set next_attempt_at = $2, leased_until = null, last_error = $3 where id = $1", [
    mail.id,
    new Date(deps.clock.now().getTime() + backoffMs(mail.id, mail.attempts)),
    reason,
  ]);
}

/**
 * Doubling from 30 s, capped at an hour, and anywhere below it, so that a thousand mails that failed together do
 * not come back together. Spread by a hash of mail and try, which needs no chance and can be tested.
 */
export function backoffMs(mailId: string, attempts: number): number {
  const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** (attempts - 1));
  const spread = createHash("sha256").update(`${mailId}:${attempts}`).digest().readUInt32BE() / 2 ** 32;
  return Math.ceil(ceiling * spread);
}
