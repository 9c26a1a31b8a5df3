/** Keys made through the door, and requests that are sent with them. */
import { done, type Payload } from "./act.ts";
import type { CastApi } from "./cast.ts";
import type { GraphQLAnswer } from "./start-api.ts";

export const SITE = "https://www.harbour.example";

export interface MadeKey {
  /** Global id. */
  readonly id: string;
  readonly secret: string;
  readonly apiKey: Payload;
}

/** A publishable key for the pages of `SITE`, unless more is said. */
export async function makeKey(
  api: CastApi,
  who: string,
  groupIds: readonly string[],
  more: Record<string, unknown> = {},
): Promise<MadeKey> {
  const input = { groupIds, kind: "PUBLISHABLE", name: "Our site", allowedOrigins: [SITE], ...more };
  const { apiKey, secret } = await done(api, who, "createApiKey", input, "secret apiKey { id prefix isLive }");
  return { id: apiKey.id, secret, apiKey };
}

/** Sends an operation with a key, from a page of `SITE` unless another origin is given; null sends none. */
export function withKey<Data = Record<string, unknown>>(
  api: CastApi,
  secret: string,
  query: string,
  {
    origin = SITE,
    headers = {},
    variables = {},
  }: {
    origin?: string | null;
    headers?: Record<string, string>;
    variables?: Record<string, unknown>;
  } = {},
): Promise<GraphQLAnswer<Data>> {
  return api.graphql<Data>(query, variables, { as: secret, headers: { ...(origin ? { origin } : {}), ...headers } });
}
