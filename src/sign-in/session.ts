/** Making, recognising and ending sessions. */
import type { EntityManager } from "typeorm";
import { ask, type KeptStatement } from "../platform/ask.ts";
import type { Context, Principal } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { newId } from "../platform/ids.ts";
import { CREDENTIAL_HASH, NOW, VIEWER_ID } from "../platform/reads/request-binds.ts";
import { type Sql, sql, text } from "../platform/reads/sql.ts";
import { hashOf, newToken } from "../platform/secrets.ts";
import {
  SESSION_DAYS_MAX,
  SESSION_IDLE_DAYS_MAX,
  Session,
  SignInMethod,
  USER_AGENT_LENGTH_MAX,
} from "./session.entity.ts";
import "./sign-in.events.ts";

/** Prefix of session tokens, in the `Authorization` header and in the cookie. */
export const SESSION_TOKEN_PREFIX = "ngs";
const SESSION_TOKEN = new RegExp(`^${SESSION_TOKEN_PREFIX}_[0-9a-f]{64}$`);
const DAY_MS = 86_400_000;
/** How long a use of a session goes unrecorded, so that reads write next to nothing. */
const SEEN_EVERY_MS = 300_000;

/** A session and the only copy of its token. */
export interface OpenedSession {
  readonly token: string;
  readonly session: Session;
}

/** Signs a person in: a new session with a token that nobody knew before. */
export async function createSession(
  ctx: Context,
  personId: string,
  method: SignInMethod = SignInMethod.OPERATOR,
): Promise<OpenedSession> {
  const now = ctx.clock.now();
  const token = newToken(SESSION_TOKEN_PREFIX);
  const session = ctx.db.create(Session, {
    id: newId(),
    personId,
    tokenHash: hashOf(token),
    method,
    userAgent: ctx.userAgent?.slice(0, USER_AGENT_LENGTH_MAX) ?? null,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + SESSION_DAYS_MAX * DAY_MS),
    endedAt: null,
  });
  await ctx.db.insert(Session, session);
  return { token, session };
}

/** Whose session a token is, and whether its use is due to be recorded. */
const SESSION_OF_TOKEN: KeptStatement = {
  name: "session_of_token",
  text: `select id, person_id, last_seen_at <= $3 from sessions
         where token_hash = $1 and ended_at is null and expires_at > $2 and last_seen_at > $4`,
};

/**
 * The principal behind a session token; null for one that is unknown, expired or ended. Asked of the database with
 * every request: whoever signs out, or is signed out, is out with the next one.
 */
export async function authenticate(db: EntityManager, token: string, now: Date): Promise<Principal | null> {
  if (!SESSION_TOKEN.test(token)) return null;
  const [known] = await ask<[id: string, personId: string, isDue: boolean]>(db.dataSource, SESSION_OF_TOKEN, [
    hashOf(token),
    ago(now, 0),
    ago(now, SEEN_EVERY_MS),
    ago(now, SESSION_IDLE_DAYS_MAX * DAY_MS),
  ]);
  if (!known) return null;
  const [sessionId, personId, isDue] = known;
  // Ended meanwhile stays ended, and of parallel requests one writes.
  if (isDue)
    await db.query("update sessions set last_seen_at = $2 where id = $1 and ended_at is null and last_seen_at < $2", [
      sessionId,
      now,
    ]);
  return { kind: "person", personId, sessionId };
}

/**
 * Whether a session that was looked up before still is the viewer's: what `authenticate` asks, as part of another
 * statement. Not for a session whose use is due to be recorded, so that a look-up does so.
 */
export const sessionHolds: Sql = sql`exists (select 1 from sessions s
  where s.token_hash = ${CREDENTIAL_HASH} and s.person_id = ${VIEWER_ID} and s.ended_at is null
    and s.expires_at > ${NOW} and s.last_seen_at > ${NOW} - interval ${text(`${SEEN_EVERY_MS} milliseconds`)})`;

/** As text, which the driver passes on as it is; of a Date it would work out the local time. */
const ago = (now: Date, ms: number): string => new Date(now.getTime() - ms).toISOString();

/** Which of a person's sessions: that one, or all but that one (`except: null` for all). */
export type WhichSessions = { readonly only: string } | { readonly except: string | null };

/** Ends sessions of a person that have not ended. Inside of a transaction. */
export async function endSessions(ctx: Context, personId: string, which: WhichSessions): Promise<string[]> {
  const only = "only" in which ? which.only : null;
  const except = "except" in which ? which.except : null;
  const [rows] = await ctx.db.query<[{ id: string }[], number]>(
    `update sessions set ended_at = $4
     where person_id = $1 and ($2::uuid is null or id = $2) and ($3::uuid is null or id <> $3) and ended_at is null
     returning id`,
    [personId, only, except, ctx.clock.now()],
  );
  const sessionIds = rows.map((row) => row.id);
  if (sessionIds.length > 0) await emit(ctx, { name: "person.signed-out", personId, sessionIds });
  return sessionIds;
}
