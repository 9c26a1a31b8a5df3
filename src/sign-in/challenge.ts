/** Opening and answering challenges: what signing in and changing an address have in common. */
import type { Context } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import type { Quota } from "../platform/quota.ts";
import { hashOf, mac, newCode, newToken, sameSecret } from "../platform/secrets.ts";
import {
  CHALLENGE_MINUTES_MAX,
  ChallengePurpose,
  CODE_ATTEMPTS_MAX,
  CODE_DIGITS,
  SignInChallenge,
} from "./sign-in-challenge.entity.ts";

const MINUTE_S = 60;
const HOUR_S = 3600;

/** Mails that one address is sent, whoever asks. */
export const REQUESTS_PER_ADDRESS: Quota = { name: "challenge per address", most: 5, windowSeconds: 15 * MINUTE_S };
/** Mails that one network may ask for: a club's whole table signs in from one. */
export const REQUESTS_PER_NETWORK: Quota = { name: "challenge per network", most: 60, windowSeconds: HOUR_S };
/**
 * Codes and links tried from one network. There is no such quota per address: five codes for each of five challenges in
 * 15 minutes is one already, and a further one would only let a stranger keep somebody out.
 */
export const ATTEMPTS_PER_NETWORK: Quota = { name: "code per network", most: 100, windowSeconds: HOUR_S };

/** The only copy of what opens a challenge: it goes into a mail and to the asking browser, and is then forgotten. */
export interface OpenedChallenge {
  readonly id: string;
  readonly code: string;
  readonly linkToken: string;
  readonly browserToken: string;
  readonly expiresAt: Date;
}

/** Cancels the open challenge of this address and opens a new one. Inside of a transaction. */
export async function openChallenge(ctx: Context, purpose: ChallengePurpose, email: string): Promise<OpenedChallenge> {
  const now = ctx.clock.now();
  const opened: OpenedChallenge = {
    id: newId(),
    code: newCode(CODE_DIGITS),
    linkToken: newToken("ngl"),
    browserToken: newToken("ngb"),
    expiresAt: new Date(now.getTime() + CHALLENGE_MINUTES_MAX * MINUTE_S * 1000),
  };
  const isSignIn = purpose === ChallengePurpose.SIGN_IN;
  // Two requests for one address come one after the other, so that the second finds what it has to cancel.
  await ctx.db.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`challenge ${purpose} ${email}`]);
  await cancelChallenges(ctx, email, purpose);
  await ctx.db.insert(SignInChallenge, {
    id: opened.id,
    purpose,
    email,
    codeMac: codeMac(ctx, opened.id, opened.code),
    linkHash: isSignIn ? hashOf(opened.linkToken) : null,
    browserHash: isSignIn ? hashOf(opened.browserToken) : null,
    createdAt: now,
    expiresAt: opened.expiresAt,
  });
  return opened;
}

/**
 * Makes whoever answers an open challenge of these addresses wait, or waits for them. Signing in holds its challenge and
 * then the person, so who changes an address holds the challenges first as well.
 */
export async function holdChallenges(ctx: Context, emails: readonly string[]): Promise<void> {
  await ctx.db.query(
    `select from sign_in_challenges where email = any($1) and used_at is null and cancelled_at is null
     order by id for no key update`,
    [emails],
  );
}

/** Cancels what is open for an address, of one purpose or of all. */
export async function cancelChallenges(ctx: Context, email: string, purpose?: ChallengePurpose): Promise<void> {
  await ctx.db.query(
    `update sign_in_challenges set cancelled_at = $3
     where email = $1 and ($2::text is null or purpose = $2) and used_at is null and cancelled_at is null`,
    [email, purpose ?? null, ctx.clock.now()],
  );
}

/** Whether a challenge can still be answered: mails about others are not sent. */
export async function isOpen(ctx: Context, challengeId: string): Promise<boolean> {
  const rows: unknown[] = await ctx.db.query(
    "select 1 from sign_in_challenges where id = $1 and used_at is null and cancelled_at is null and expires_at > $2",
    [challengeId, ctx.clock.now()],
  );
  return rows.length > 0;
}

/** A code without what people put between its digits. */
export const bareCode = (typed: string): string => typed.replaceAll(/[\s-]/g, "");

/**
 * The challenge of this address that the code answers, or null. The attempt is counted and committed **before** the
 * comparison: parallel guesses each cost one, and a rolled-back act gives none back. So call it outside of the act's
 * transaction.
 */
export async function challengeOfCode(
  ctx: Context,
  purpose: ChallengePurpose,
  email: string,
  code: string,
): Promise<string | null> {
  const [rows] = await ctx.db.query<[{ id: string; code_mac: Buffer }[], number]>(
    `update sign_in_challenges set attempts = attempts + 1
     where email = $1 and purpose = $2 and used_at is null and cancelled_at is null and expires_at > $3 and attempts < $4
     returning id, code_mac`,
    [email, purpose, ctx.clock.now(), CODE_ATTEMPTS_MAX],
  );
  const [open] = rows;
  return open && sameSecret(open.code_mac, codeMac(ctx, open.id, code)) ? open.id : null;
}

/** The challenge that a mailed link answers in the browser that asked for it, or null. */
export async function challengeOfLink(ctx: Context, token: string, browserToken: string): Promise<string | null> {
  const rows = await ctx.db.query<{ id: string; browser_hash: Buffer }[]>(
    `select id, browser_hash from sign_in_challenges
     where link_hash = $1 and used_at is null and cancelled_at is null and expires_at > $2`,
    [hashOf(token), ctx.clock.now()],
  );
  const [open] = rows;
  return open && sameSecret(open.browser_hash, hashOf(browserToken)) ? open.id : null;
}

/**
 * Uses a challenge up and answers its address, or null if another call was first. Inside of the transaction of what it
 * permits, which is then undone together with it.
 */
export async function useChallenge(ctx: Context, challengeId: string): Promise<string | null> {
  const [rows] = await ctx.db.query<[{ email: string }[], number]>(
    `update sign_in_challenges set used_at = $2 where id = $1 and used_at is null and cancelled_at is null returning email`,
    [challengeId, ctx.clock.now()],
  );
  return rows[0]?.email ?? null;
}

const codeMac = (ctx: Context, challengeId: string, code: string): Buffer =>
  mac(ctx.secretKey, "challenge code", challengeId, code);
