/** Apps without their provider: a token that says itself what was granted, for tests of what an app then sees. */
import type { AppPrincipal } from "../../src/platform/context.ts";
import type { Authenticate } from "../../src/server/request-context.ts";
import { authenticate } from "../../src/sign-in/session.ts";
import { type CastName, keyOf } from "./cast.ts";

const BEGINNING = "app.";

interface Granted {
  readonly scopes: readonly string[];
  /** Primary keys; null for all of the member's groups. */
  readonly groupIds?: readonly string[] | null;
}

/** What an app sends that asks for a member: one of the cast, or the primary key of somebody a test made. */
export function appToken(who: CastName | (string & {}), { scopes, groupIds = null }: Granted): string {
  const personId = who.includes("-") ? who : keyOf(who as CastName);
  return `${BEGINNING}${Buffer.from(JSON.stringify({ personId, scopes, groupIds })).toString("base64url")}`;
}

/** Takes these tokens at their word, and sessions as ever. */
export const authenticateApps: Authenticate = async (db, token, now) => {
  if (!token.startsWith(BEGINNING)) return authenticate(db, token, now);
  const said = JSON.parse(Buffer.from(token.slice(BEGINNING.length), "base64url").toString()) as Required<Granted> &
    Pick<AppPrincipal, "personId">;
  return {
    kind: "app",
    appId: "an app",
    grantId: said.personId,
    pointsPerMinute: 10_000_000,
    allowedOrigins: [],
    ...said,
  };
};
