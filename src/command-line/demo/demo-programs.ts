import { App, AppKind, AppReviewState } from "../../apps/app.entity.ts";
import { ApiKey, ApiKeyKind } from "../../keys/api-key.entity.ts";
import { ApiKeyGroup } from "../../keys/api-key-group.entity.ts";
import { prefixOf, storeKeySecret } from "../../keys/key-secret.ts";
import type { Context } from "../../platform/context.ts";
import { daysFrom } from "./demo-days.ts";
import { groupId } from "./demo-groups.ts";
import { demoId, personId } from "./demo-people.ts";

/** Points a minute of what the demo world's programs ask: as many as are given where nobody says otherwise. */
const POINTS_PER_MINUTE = 30_000;

/** Known to everybody, as what stands in a page is; good on one's own machine only. */
const SITE_KEY = `ngp_de3${"0".repeat(60)}1`;
const SITE_ORIGINS = ["http://localhost:8080", "http://127.0.0.1:8080"];

/** The group's page and the program at a command line that `examples/` has, so that both work at once. */
export async function plantPrograms(ctx: Context): Promise<void> {
  const [createdAt, keyId] = [daysFrom(ctx, -40), demoId(0xa00)];
  await ctx.db.insert(ApiKey, {
    ...{ id: keyId, kind: ApiKeyKind.PUBLISHABLE, name: "Our page", prefix: prefixOf(SITE_KEY), scopes: [] },
    ...{ allowedOrigins: SITE_ORIGINS, pointsPerMinute: POINTS_PER_MINUTE, createdAt, createdById: personId("ada") },
  });
  await ctx.db.insert(ApiKeyGroup, { keyId, groupId: groupId("harbourBreakfast") });
  await storeKeySecret(ctx, keyId, SITE_KEY);
  await ctx.db.insert(App, {
    ...{ id: demoId(0xa01), ownerId: personId("ada"), name: "Card Index", kind: AppKind.PUBLIC },
    ...{ redirectUris: ["http://127.0.0.1/return"], postLogoutRedirectUris: [] },
    ...{ pointsPerMinute: POINTS_PER_MINUTE, reviewState: AppReviewState.REVIEWED },
    ...{ createdAt, updatedAt: createdAt, version: 1 },
  });
}
