/** Apps, what members grant them, and tokens, made as the OAuth server would make them. */
import { randomBytes } from "node:crypto";
import type { DataSource } from "typeorm";
import { App, AppKind, AppReviewState } from "../../src/apps/app.entity.ts";
import { ACCESS_TOKEN_PREFIX } from "../../src/apps/authenticate-app.ts";
import { ConnectedApp } from "../../src/apps/connected-app.entity.ts";
import { OauthArtifact } from "../../src/apps/oauth-artifact.entity.ts";
import { newId } from "../../src/platform/ids.ts";
import { hashOf } from "../../src/platform/secrets.ts";
import { SCOPE_NAMES, type Scope } from "../../src/scopes/scope.ts";
import { makeRow } from "./cast.ts";
import { TEST_NOW } from "./start-api.ts";

const MINUTE_MS = 60_000;
const TOKEN_MINUTES = 15;
const GRANT_DAYS = 180;
const DAY_MS = 86_400_000;

/** A public app that returns to a page of its own, unless more is said. */
export const makeApp = (db: DataSource, row: Partial<App> & Pick<App, "ownerId">): Promise<App> =>
  makeRow(db, App, {
    id: newId(),
    name: "Card Index",
    kind: AppKind.PUBLIC,
    websiteUrl: null,
    redirectUris: ["https://cards.example/return"],
    postLogoutRedirectUris: [],
    jwks: null,
    pointsPerMinute: 30_000,
    reviewState: AppReviewState.REVIEWED,
    createdAt: TEST_NOW,
    updatedAt: TEST_NOW,
    version: 1,
    disabledAt: null,
    ...row,
  });

export const makeGrant = (
  db: DataSource,
  row: Partial<ConnectedApp> & Pick<ConnectedApp, "appId" | "personId">,
): Promise<ConnectedApp> =>
  makeRow(db, ConnectedApp, {
    id: newId(),
    scopes: [...SCOPE_NAMES],
    declinedScopes: [],
    groupIds: null,
    createdAt: TEST_NOW,
    consentedAt: TEST_NOW,
    narrowedAt: null,
    expiresAt: new Date(TEST_NOW.getTime() + GRANT_DAYS * DAY_MS),
    endedAt: null,
    lastUsedAt: null,
    ...row,
  });

export interface Granted {
  readonly app: App;
  readonly grant: ConnectedApp;
  /** Access token: `api.graphql(query, {}, { as: token })`. */
  readonly token: string;
}

/** A token that is good for a quarter of an hour, of all that the grant says unless `scopes` says less. */
export async function makeAccessToken(
  db: DataSource,
  grant: ConnectedApp,
  { scopes = grant.scopes, expiresAt }: { scopes?: readonly string[]; expiresAt?: Date } = {},
): Promise<string> {
  const token = `${ACCESS_TOKEN_PREFIX}_${randomBytes(32).toString("hex")}`;
  const { id: grantId, personId, appId } = grant;
  await makeRow(db, OauthArtifact, {
    kind: "AccessToken",
    idHash: hashOf(token),
    payload: { kind: "AccessToken", scope: scopes.join(" "), grantId, accountId: personId },
    grantId,
    personId,
    appId,
    uid: null,
    consumedAt: null,
    expiresAt: expiresAt ?? new Date(TEST_NOW.getTime() + TOKEN_MINUTES * MINUTE_MS),
  });
  return token;
}

/**
 * What it takes to ask as an app in somebody's name: an app (of its own, unless one is given), their grant, and a token.
 * `personId` is a primary key; `groupIds` too.
 */
export async function grantApp(
  db: DataSource,
  personId: string,
  scopes: readonly Scope[],
  { app, groupIds = null }: { app?: App; groupIds?: string[] | null } = {},
): Promise<Granted> {
  const granted = app ?? (await makeApp(db, { ownerId: personId }));
  const grant = await makeGrant(db, { appId: granted.id, personId, scopes: [...scopes], groupIds });
  return { app: granted, grant, token: await makeAccessToken(db, grant) };
}
