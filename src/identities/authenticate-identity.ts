/** Whose a token is that a trusted issuer signed. */
import type { EntityManager } from "typeorm";
import { ask, type KeptStatement } from "../platform/ask.ts";
import type { Principal } from "../platform/context.ts";
import type { TrustedIssuers } from "./trusted-issuers.ts";

const PERSON_OF_IDENTITY: KeptStatement = {
  name: "person_of_identity",
  text: "select person_id from identities where issuer = $1 and subject = $2 and suspended_at is null",
};

/**
 * The person whom the operator linked to what the token names; null for a token that is not good, and for somebody who
 * is linked to nobody or suspended. An address in the token, proved or not, says nothing about who they are here.
 *
 * @throws IssuerSilent
 */
export async function authenticateIdentity(
  db: EntityManager,
  issuers: TrustedIssuers,
  token: string,
  now: Date,
): Promise<Principal | null> {
  const vouched = await issuers.vouchedBy(token, now);
  if (!vouched) return null;
  const [row] = await ask<[personId: string]>(db.dataSource, PERSON_OF_IDENTITY, [vouched.issuer, vouched.subject]);
  return row ? { kind: "person", personId: row[0], sessionId: null } : null;
}
