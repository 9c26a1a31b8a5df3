import type { EntityManager } from "typeorm";
import { authenticateApp, isAccessToken } from "../apps/authenticate-app.ts";
import { authenticateDoor, isDoorToken } from "../doors/authenticate-door.ts";
import { authenticateKey } from "../keys/authenticate-key.ts";
import { isKeySecret } from "../keys/key-secret.ts";
import type { AppPrincipal, DoorPrincipal, ServicePrincipal } from "../platform/context.ts";
import type { LastUses } from "../platform/last-uses.ts";
import { authenticate } from "../sign-in/session.ts";
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
  (uses: LastUses): Authenticate =>
  async (db, token, now) => {
    const lookUp = lookUpOf(token);
    if (!lookUp) return authenticate(db, token, now);
    const found = await lookUp(db, token, now);
    if (found?.isDue) noteUse(uses, found.principal, now);
    return found?.principal ?? null;
  };

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
