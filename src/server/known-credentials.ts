import type { Principal } from "../platform/context.ts";
import { hashOf } from "../platform/secrets.ts";

/** Credentials that one process remembers; about 400 bytes each. */
const CREDENTIALS_MAX = 10_000;

/** A credential that was good when it was looked up. */
export interface KnownCredential {
  readonly principal: Principal;
  /** What the database knows it by. */
  readonly hash: Buffer;
}

/**
 * Whose the credentials are that were used lately. Nothing here lets anybody in: whether a credential still holds is
 * for the database to say, with each request; this only spares asking first whose it is.
 */
export class KnownCredentials {
  /** By token, the longest unused first. */
  private readonly known = new Map<string, KnownCredential>();

  remember(token: string, principal: Principal): void {
    this.known.set(token, { principal, hash: hashOf(token) });
    if (this.known.size > CREDENTIALS_MAX) this.forget(this.known.keys().next().value ?? "");
  }

  recall(token: string): KnownCredential | null {
    const credential = this.known.get(token);
    if (!credential) return null;
    this.known.delete(token);
    this.known.set(token, credential);
    return credential;
  }

  forget(token: string): void {
    this.known.delete(token);
  }
}
