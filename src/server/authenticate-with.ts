import type { EntityManager } from "typeorm";
import { authenticateApp, isAccessToken } from "../apps/authenticate-app.ts";
import { authenticateDoor, isDoorToken } from "../doors/authenticate-door.ts";
import { authenticateIdentity } from "../identities/authenticate-identity.ts";
import { IssuerSilent, isSignedToken, type TrustedIssuers } from "../identities/trusted-issuers.ts";
import { authenticateKey } from "../keys/authenticate-key.ts";
import { isKeySecret } from "../keys/key-secret.ts";
import type { AppPrincipal, DoorPrincipal, ServicePrincipal } from "../platform/context.ts";
import type { LastUses } from "../platform/last-uses.ts";
import { authenticate } from "../sign-in/session.ts";
import { RETRY_AFTER_SECONDS, requestError } from "./format-error.ts";
import type { Authenticate } from "./request-context.ts";

type Used = AppPrincipal | DoorPrincipal | ServicePrincipal;

/** Whose a credential is that keeps when it was last used, and whether that is due to be noted. */
type LookUp = (
  db: EntityManager,
  token: string,
  now: Date,
) => Promise<{ readonly principal: Used; readonly isDue: boolean } | null>;

/** How a token begins says what kind of credential it is, and whom to ask. */
export const authenticateWith =
  (uses: LastUses, issuers: TrustedIssuers | null): Authenticate =>
  async (db, token, now) => {
    if (issuers && isSignedToken(token)) {
      return authenticateIdentity(db, issuers, token, now).catch(refuseWhileSilent);
    }
    const lookUp = lookUpOf(token);
    if (!lookUp) return authenticate(db, token, now);
    const found = await lookUp(db, token, now);
    if (found?.isDue) noteUse(uses, found.principal, now);
    return found?.principal ?? null;
  };

/** A token that nobody can check lets nobody in, and may be good in a moment. */
function refuseWhileSilent(error: unknown): never {
  if (!(error instanceof IssuerSilent)) throw error;
  throw requestError("UNAVAILABLE", 503, "Whoever issued this token cannot be asked for its keys at the moment.", {
    headers: { "retry-after": String(RETRY_AFTER_SECONDS) },
  });
}

function lookUpOf(token: string): LookUp | null {
  if (isAccessToken(token)) return authenticateApp;
  if (isDoorToken(token)) return authenticateDoor;
  return isKeySecret(token) ? authenticateKey : null;
}

function noteUse(uses: LastUses, principal: Used, now: Date): void {
  if (principal.kind === "app") uses.note("app_grants", principal.grantId, now);
  else if (principal.kind === "door") uses.note("doors", principal.doorId, now);
  else uses.note("api_keys", principal.keyId, now);
}
