import { authenticateApp, isAccessToken } from "../apps/authenticate-app.ts";
import { authenticateDoor, isDoorToken } from "../doors/authenticate-door.ts";
import { authenticateKey } from "../keys/authenticate-key.ts";
import { isKeySecret } from "../keys/key-secret.ts";
import type { KeyUses } from "../keys/key-uses.ts";
import { authenticate } from "../sign-in/session.ts";
import type { Authenticate } from "./request-context.ts";

/** How a token begins says what kind of credential it is, and whom to ask. */
export const authenticateWith =
  (uses: KeyUses): Authenticate =>
  async (db, token, now) => {
    if (isAccessToken(token)) return (await authenticateApp(db, token, now))?.principal ?? null;
    if (isDoorToken(token)) return authenticateDoor(db, token, now);
    if (!isKeySecret(token)) return authenticate(db, token, now);
    const found = await authenticateKey(db, token, now);
    if (found?.isDue) uses.note(found.principal.keyId, now);
    return found?.principal ?? null;
  };
