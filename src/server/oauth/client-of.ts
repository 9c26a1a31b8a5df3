import type { AdapterPayload } from "oidc-provider";
import { App, AppKind, AppReviewState } from "../../apps/app.entity.ts";
import { isNativeRedirect } from "../../apps/redirect-uri.ts";
import { parseGlobalId } from "../../platform/ids.ts";
import type { StoreDeps } from "./store-deps.ts";

/** How ID tokens are signed. */
export const SIGNING_ALGORITHM = "ES256";

/** An app as the library knows clients; undefined for one that is disabled or refused, which nobody can tell from none. */
export async function clientOf({ dataSource }: StoreDeps, clientId: string): Promise<AdapterPayload | undefined> {
  const key = parseGlobalId(clientId);
  const app = key?.prefix === "app" && (await dataSource.getRepository(App).findOneBy({ id: key.id }));
  if (!app || app.disabledAt || app.reviewState === AppReviewState.REFUSED) return undefined;
  return {
    client_id: clientId,
    client_name: app.name,
    ...(app.websiteUrl ? { client_uri: app.websiteUrl } : {}),
    application_type: app.redirectUris.some(isNativeRedirect) ? "native" : "web",
    redirect_uris: app.redirectUris,
    post_logout_redirect_uris: app.postLogoutRedirectUris,
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    id_token_signed_response_alg: SIGNING_ALGORITHM,
    ...(app.kind === AppKind.PUBLIC
      ? { token_endpoint_auth_method: "none" }
      : { token_endpoint_auth_method: "private_key_jwt", jwks: app.jwks ?? undefined }),
  };
}
