/** The OAuth library, set up: what it may do, for how long, and whom it asks. */
import type { EventEmitter } from "node:events";
import type { Configuration, KoaContextWithOIDC, Provider } from "oidc-provider";
import type { EntityManager } from "typeorm";
import { ACCESS_TOKEN_PREFIX } from "../../apps/authenticate-app.ts";
import { originsOf } from "../../apps/redirect-uri.ts";
import type { PrivateJwk } from "../../apps/signing-keys.ts";
import { globalId, parseGlobalId } from "../../platform/ids.ts";
import type { Log } from "../../platform/log.ts";
import { mac, newToken } from "../../platform/secrets.ts";
import { SCOPE_NAMES } from "../../scopes/scope.ts";
import { storesOf } from "./artifact-store.ts";
import { SIGNING_ALGORITHM } from "./client-of.ts";
import { liveGrantId } from "./grant-of.ts";
import type { StoreDeps } from "./store-deps.ts";

/** Path under which the library answers. */
export const OAUTH_PATH = "/oidc";

const MINUTE_S = 60;
const DAY_S = 86_400;
/** Seconds that what the library makes is good for. */
const TTL = {
  AuthorizationCode: MINUTE_S,
  AccessToken: 15 * MINUTE_S,
  RefreshToken: 30 * DAY_S,
  IdToken: 10 * MINUTE_S,
  Interaction: 10 * MINUTE_S,
  Session: 14 * DAY_S,
  Grant: 180 * DAY_S,
} as const;

/** How refresh tokens and codes begin, so that one that leaked is known for what it is. */
const REFRESH_TOKEN_PREFIX = "ngr";
const CODE_PREFIX = "ngc";

/** What the library is told by the rest of the server. */
export interface ProviderDeps extends StoreDeps {
  readonly publicUrl: string;
  readonly isSecure: boolean;
  readonly jwks: readonly PrivateJwk[];
  readonly log: Log;
  /** Global id of the person whose session with us the browser of this request has; null for none. */
  readonly personOf: (ctx: KoaContextWithOIDC) => Promise<string | null>;
  /** Told when the member signed out here at an app's wish. */
  readonly signedOut: (ctx: KoaContextWithOIDC) => Promise<void>;
  readonly pages: Pages;
}

/** Pages that the library shows at its own moments. */
export interface Pages {
  readonly error: NonNullable<Configuration["renderError"]>;
  readonly signOut: (ctx: KoaContextWithOIDC, secret: string, action: string) => void;
  readonly signedOut: (ctx: KoaContextWithOIDC) => void;
}

export const issuerOf = (publicUrl: string): string => `${publicUrl}${OAUTH_PATH}`;

export const interactionPath = (uid: string): string => `${OAUTH_PATH}/interaction/${uid}`;

/** Grants of API scopes are for one resource; `openid` and `offline_access` are the library's own. */
export const RESOURCE_SCOPES = SCOPE_NAMES.filter((scope) => scope !== "offline_access");

export function makeProvider(deps: ProviderDeps): Provider {
  const { library, publicUrl, log } = deps;
  const provider = new library.Provider(issuerOf(publicUrl), configurationOf(deps));
  // Where it stands is for the configuration to say: `OauthDoor` puts that in place of what was sent.
  provider.proxy = true;
  for (const [model, prefix] of [
    [provider.AccessToken, ACCESS_TOKEN_PREFIX],
    [provider.RefreshToken, REFRESH_TOKEN_PREFIX],
    [provider.AuthorizationCode, CODE_PREFIX],
  ] as const) {
    const prototype = model.prototype as unknown as { generateTokenId: (this: object) => string };
    const settled = prototype.generateTokenId;
    prototype.generateTokenId = function (this: object) {
      // Settles the format too.
      settled.call(this);
      return newToken(prefix);
    };
  }
  provider.use(async (ctx, next) => {
    await next();
    // None where nothing is.
    const { route, params } = (ctx as Partial<KoaContextWithOIDC>).oidc ?? {};
    const hasLeft = route === "end_session_confirm" && ctx.status === 303 && params?.["logout"] !== undefined;
    if (hasLeft) await deps.signedOut(ctx as KoaContextWithOIDC);
  });
  const failed = (error: unknown) => log.error({ err: error }, "OAuth failed");
  provider.on("server_error", (_ctx, error) => failed(error));
  // Koa would write to the console instead.
  (provider as unknown as EventEmitter).on("error", failed);
  return provider;
}

function configurationOf(deps: ProviderDeps): Configuration {
  const { secretKey, isSecure, library, log } = deps;
  const cookie = { httpOnly: true, sameSite: "lax", secure: isSecure, signed: true } as const;
  return {
    adapter: storesOf(deps),
    jwks: { keys: structuredClone(deps.jwks) },
    scopes: ["openid", "offline_access"],
    claims: { openid: ["sub"] },
    responseTypes: ["code"],
    clientAuthMethods: ["none", "private_key_jwt"],
    clientDefaults: { id_token_signed_response_alg: SIGNING_ALGORITHM },
    enabledJWA: { clientAuthSigningAlgValues: ["ES256", "EdDSA", "PS256", "RS256"] },
    cookies: { keys: [mac(secretKey, "oauth cookies").toString("hex")], long: cookie, short: cookie },
    ttl: TTL,
    pkce: { required: () => true },
    rotateRefreshToken: () => true,
    // A replayed code or refresh token ends all tokens; what the member agreed to is not undone by it.
    revokeGrantPolicy: () => false,
    expiresWithSession: () => false,
    findAccount: (_ctx, sub) => accountOf(deps, sub),
    loadExistingGrant: (ctx) => existingGrant(deps, ctx),
    interactions: { policy: policyOf(deps), url: (_ctx, interaction) => interactionPath(interaction.uid) },
    clientBasedCORS: (_ctx, origin, client) =>
      client.tokenEndpointAuthMethod === "none" && originsOf(client.redirectUris ?? []).includes(origin),
    renderError: deps.pages.error,
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: false },
      userinfo: { enabled: true },
      revocation: { enabled: true, allowedPolicy: isOwnToken },
      introspection: { enabled: true, allowedPolicy: isOwnToken },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => deps.resource,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, asked) => {
          if (asked !== deps.resource) throw new library.errors.InvalidTarget();
          return {
            scope: RESOURCE_SCOPES.join(" "),
            audience: deps.resource,
            accessTokenTTL: TTL.AccessToken,
            accessTokenFormat: "opaque",
          };
        },
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx) => {
          const { secret } = (ctx.oidc.session?.state ?? {}) as { secret?: string };
          deps.pages.signOut(ctx, secret ?? "", `${OAUTH_PATH}/session/end/confirm`);
        },
        postLogoutSuccessSource: deps.pages.signedOut,
      },
    },
    fetch: () => {
      // Nothing of a client's is fetched by us: keys are registered, logos are not shown.
      log.error("the OAuth library wanted to fetch something");
      return Promise.reject(new Error("Nothing is fetched."));
    },
  };
}

const isOwnToken = (_ctx: unknown, client: { clientId: string }, token: { clientId?: string | undefined }): boolean =>
  token.clientId === client.clientId;

/** Whoever can sign in, and nobody else. */
async function accountOf({ dataSource }: StoreDeps, sub: string) {
  const key = parseGlobalId(sub);
  const isAccount = key?.prefix === "per" && (await canSignIn(dataSource.manager, key.id));
  return isAccount ? { accountId: sub, claims: () => ({ sub }) } : undefined;
}

/** Whether somebody has proved an address, by which they sign in. */
export async function canSignIn(db: EntityManager, personId: string): Promise<boolean> {
  const found = await db.query<unknown[]>(
    "select 1 from people where id = $1 and email is not null and email_verified_at is not null",
    [personId],
  );
  return found.length > 0;
}

/** What the member agreed to on any device, since apps are connected to people and not to browsers. */
async function existingGrant(deps: ProviderDeps, ctx: KoaContextWithOIDC) {
  const { account, client, provider } = ctx.oidc;
  const [personId, appId] = [account?.accountId, client?.clientId].map((id) => parseGlobalId(id ?? "")?.id);
  const grantId = personId && appId ? await liveGrantId(deps, personId, appId) : undefined;
  return grantId === undefined ? undefined : provider.Grant.find(grantId);
}

/**
 * The library's own steps, and a check that its session is that of whoever is signed in with us: a code for somebody who
 * signed out, or for whoever had this browser before, is never given out.
 */
function policyOf({ library, personOf }: ProviderDeps) {
  const { base, Check } = library.interactionPolicy;
  const policy = base();
  policy.get("login")?.checks.add(
    new Check("own_session", "the session with this service is missing, or another person's", async (ctx) => {
      const { session } = ctx.oidc;
      if (!session?.accountId) return Check.NO_NEED_TO_PROMPT;
      return (await personOf(ctx)) === session.accountId ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
    }),
  );
  return policy;
}

export const accountIdOf = (personId: string): string => globalId("per", personId);
