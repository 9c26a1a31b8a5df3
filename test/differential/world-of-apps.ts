/** Apps that ask for some of the people: with everything they can be allowed, in some of the groups, and for little. */
import type { AppPrincipal } from "../../src/platform/context.ts";
import { SCOPE_NAMES, type Scope } from "../../src/scopes/scope.ts";

interface Allowed {
  readonly of: "member" | "organiser" | "owner";
  readonly scopes: readonly Scope[];
  readonly inSomeGroups?: true;
}

const APPS = {
  "app of the member": { of: "member", scopes: SCOPE_NAMES },
  "app in some groups of the organiser": { of: "organiser", scopes: SCOPE_NAMES, inSomeGroups: true },
  "app for people": { of: "owner", scopes: ["contact:read", "groups:read", "profile:read"] },
} as const satisfies Readonly<Record<string, Allowed>>;
export const APP_NAMES = Object.keys(APPS) as (keyof typeof APPS)[];

/** Every other group is chosen, home among them. */
export const appsOf = (
  groups: readonly { readonly id: string }[],
  personNamed: (name: string) => string,
): ReadonlyMap<string, AppPrincipal> =>
  new Map(
    Object.entries<Allowed>(APPS).map(([name, { of, scopes, inSomeGroups = false }]) => {
      const chosen = groups.filter((_, index) => index % 2 === 0).map(({ id }) => id);
      const ids = { personId: personNamed(of), appId: "", grantId: "", allowedOrigins: [] };
      return [name, { kind: "app", ...ids, scopes, groupIds: inSomeGroups ? chosen : null, pointsPerMinute: 60 }];
    }),
  );
