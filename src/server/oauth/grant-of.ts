import type { AdapterPayload } from "oidc-provider";
import { globalId } from "../../platform/ids.ts";
import { endBySystemClock, type StoreDeps } from "./store-deps.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Row {
  readonly id: string;
  readonly person_id: string;
  readonly app_id: string;
  readonly scopes: string[];
  readonly declined_scopes: string[];
  readonly expires_at: Date;
}

/** The live grant of a member and an app; undefined if the member never said yes, or took it back. */
export async function liveGrantId(deps: StoreDeps, personId: string, appId: string): Promise<string | undefined> {
  const [row] = await deps.dataSource.query<Row[]>(
    "select id from app_grants where person_id = $1 and app_id = $2 and ended_at is null and expires_at > $3",
    [personId, appId, deps.clock.now()],
  );
  return row?.id;
}

/** A grant as the library knows grants. */
export async function grantOf(deps: StoreDeps, id: string): Promise<AdapterPayload | undefined> {
  if (!UUID.test(id)) return undefined;
  const { clock, dataSource, resource } = deps;
  const [row] = await dataSource.query<Row[]>(
    `select id, person_id, app_id, scopes, declined_scopes, expires_at
       from app_grants where id = $1 and ended_at is null and expires_at > $2`,
    [id, clock.now()],
  );
  if (!row) return undefined;
  return {
    jti: id,
    kind: "Grant",
    accountId: globalId("per", row.person_id),
    clientId: globalId("app", row.app_id),
    exp: endBySystemClock(clock, row.expires_at),
    openid: { scope: oidcScope(["openid", ...row.scopes]) },
    resources: { [resource]: resourceScope(row.scopes) },
    // What was declined is not asked again, until the app wants the page shown.
    rejected: {
      openid: { scope: oidcScope(row.declined_scopes) },
      resources: { [resource]: resourceScope(row.declined_scopes) },
    },
  };
}

/** Scopes of OpenID itself, which no resource knows. */
const OIDC_SCOPES: ReadonlySet<string> = new Set(["openid", "offline_access"]);

const oidcScope = (scopes: readonly string[]): string => scopes.filter((scope) => OIDC_SCOPES.has(scope)).join(" ");
const resourceScope = (scopes: readonly string[]): string =>
  scopes.filter((scope) => !OIDC_SCOPES.has(scope)).join(" ");
