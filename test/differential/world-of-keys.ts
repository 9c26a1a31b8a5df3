/** Keys of one group, of several, and of those that ended. */
import { ApiScope } from "../../src/groups/api-scope.ts";
import { ApiKey, ApiKeyKind } from "../../src/keys/api-key.entity.ts";
import { ApiKeyGroup } from "../../src/keys/api-key-group.entity.ts";
import type { ServicePrincipal } from "../../src/platform/context.ts";
import { at, type Planter, TEXTS } from "./planter.ts";

interface Keyed {
  readonly id: string;
}

/** Services by what their keys are for: everything, or as little as leaves each rule alone. */
const SCOPES = {
  "key for everything": Object.values(ApiScope).sort(),
  "key for people": [ApiScope.GROUPS_READ, ApiScope.PROFILE_READ],
  "key for answers": [ApiScope.RSVPS_READ],
  "key for attendance": [ApiScope.ATTENDANCE_READ],
} as const;
export const SERVICE_NAMES = [
  "key for everything",
  "key for people",
  "key for answers",
  "key for attendance",
] as const satisfies readonly (keyof typeof SCOPES)[];

/** They cover every other group, so that there are some of each visibility that they do not. */
export const servicesOf = (groups: readonly Keyed[]): ReadonlyMap<string, ServicePrincipal> =>
  new Map(
    Object.entries(SCOPES).map(([name, scopes]) => {
      const groupIds = groups.filter((_, index) => index % 2 === 0).map(({ id }) => id);
      return [name, { kind: "service", keyId: "", groupIds, scopes, allowedOrigins: [], pointsPerMinute: 60 }];
    }),
  );

const KEYS = 40;
const NAMES = TEXTS.filter((text) => text.length > 0 && text.length <= 80);

export async function plantKeys(p: Planter, people: readonly Keyed[], groups: readonly Keyed[]): Promise<void> {
  p.begin("keys");
  const { chance } = p;
  const keys = Array.from({ length: KEYS }, () => ({
    ...{ id: p.id(), kind: ApiKeyKind.PUBLISHABLE, name: chance.pick(NAMES), prefix: "ngp_01234567", scopes: [] },
    ...{ allowedOrigins: ["https://www.example.org"], pointsPerMinute: chance.pick([60, 30_000]) },
    ...{ createdAt: p.moment(), createdById: chance.pick(people).id },
    ...{ rotatedAt: p.orNull(at(-1)), formerSecretsEndAt: p.orNull(at(1)), lastUsedAt: p.orNull(p.moment()) },
    ...{ expiresAt: p.orNull(p.moment()), revokedAt: chance.chance(0.3) ? at(-1) : null },
  }));
  const links = keys.flatMap(({ id: keyId }) => {
    const covered = groups.filter(() => chance.chance(0.3));
    return (covered.length > 0 ? covered : [chance.pick(groups)]).map(({ id: groupId }) => ({ keyId, groupId }));
  });
  await p.insert(ApiKey, keys);
  await p.insert(ApiKeyGroup, links);
}
