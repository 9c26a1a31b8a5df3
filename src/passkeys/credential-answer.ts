/** What a browser gives back of a passkey, read from its JSON; and for whom we may take it. */
import type { Context, RelyingParty } from "../platform/context.ts";
import { type DomainError, invalid, Refusal } from "../platform/errors.ts";

/** Longest answer of a device, in characters. */
export const CREDENTIAL_LENGTH_MAX = 20_000;

/** The parts of an answer that we look at ourselves; the rest is the library's to judge. */
export interface CredentialAnswer {
  readonly id: string;
  readonly response: { readonly clientDataJSON: string; readonly userHandle?: string };
}

/** One answer for whatever was wrong: which of it was is nobody's business. */
export const notAccepted = (): DomainError => invalid("credentialJson", "This passkey was not accepted. Begin again.");

/** @throws INVALID for what is no such answer */
export function credentialAnswer<Answer extends CredentialAnswer>(json: string): Answer {
  let answer: unknown;
  try {
    answer = JSON.parse(json);
  } catch {
    throw notAccepted();
  }
  const { id, response } = (answer ?? {}) as { id?: unknown; response?: { clientDataJSON?: unknown } | null };
  if (typeof id !== "string" || typeof response?.clientDataJSON !== "string") throw notAccepted();
  return answer as Answer;
}

/** @throws UNAVAILABLE where nobody stands before a browser */
export function relyingParty(ctx: Context): RelyingParty {
  if (!ctx.relyingParty) throw new Refusal("UNAVAILABLE", "Passkeys work over HTTP only.");
  return ctx.relyingParty;
}
