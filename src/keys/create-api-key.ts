import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsOptional, Max, Min } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { ApiScope } from "../groups/api-scope.ts";
import { Group } from "../groups/group.entity.ts";
import { holdGroup, refuseArchived } from "../groups/hold-group.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { forbidden, invalid, limitReached } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { globalId, newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { valid } from "../platform/valid.ts";
import "./api-key.events.ts";
import { ApiKey, ApiKeyKind, KEY_GROUPS_MAX, KEY_NAME_LENGTH_MAX, KEY_ORIGINS_MAX } from "./api-key.entity.ts";
import { mayCreateApiKey } from "./api-key.policy.ts";
import { ApiKeyGroup } from "./api-key-group.entity.ts";
import { endOfKey } from "./end-of-key.ts";
import { newKeySecret, prefixOf, storeKeySecret } from "./key-secret.ts";
import { originOf } from "./origin-of.ts";

/** Keys of one group that are live at once. */
export const LIVE_KEYS_MAX = 20;
/** Most points a minute of one key: what a signed-in person has. */
export const KEY_POINTS_PER_MINUTE_MAX = 30_000;
const KEY_POINTS_PER_MINUTE_MIN = 60;

@InputType({ description: "A new key of one or several groups." })
export class CreateApiKeyInput {
  @Field(() => [ID], { description: "The groups that it covers, 1 to 20, every one of them the viewer's own." })
  @ArrayMinSize(1)
  @ArrayMaxSize(KEY_GROUPS_MAX)
  groupIds: string[];

  @Field(() => ApiKeyKind, { description: "What it may be used for." })
  kind: ApiKeyKind;

  @Field(() => String, { description: "What it is for: one line of plain text, 1 to 80 characters." })
  @IsLine(KEY_NAME_LENGTH_MAX)
  name: string;

  @Field(() => [String], {
    nullable: true,
    description:
      "Origins whose pages may use it, 1 to 20, such as `https://www.example.org`: https, or http on the own machine. For publishable keys, which need them.",
  })
  @IsOptional()
  @ArrayMaxSize(KEY_ORIGINS_MAX)
  allowedOrigins?: string[] | null;

  @Field(() => [ApiScope], {
    nullable: true,
    description: "What it may read of its groups, at least one. For secret keys, which need them.",
  })
  @IsOptional()
  @ArrayUnique()
  scopes?: ApiScope[] | null;

  @Field(() => Int, {
    nullable: true,
    description: "Points that fit into its own bucket and drain out in a minute: 60 to 30,000, which is the default.",
  })
  @IsOptional()
  @Min(KEY_POINTS_PER_MINUTE_MIN)
  @Max(KEY_POINTS_PER_MINUTE_MAX)
  pointsPerMinute?: number | null;

  @Field(() => Date, {
    nullable: true,
    description:
      "When it is to end by itself, at most two years ahead. Left out: a secret key in a year, a publishable one never.",
  })
  expiresAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again, without the secret.",
  })
  idempotencyKey?: string | null;
}

export const CreateApiKeyPayload = payloadType("CreateApiKey", {
  apiKey: () => ApiKey,
  secret: {
    type: () => String,
    description: "The credential itself, shown this once. Null when `errors` is not empty, and for a repeated call.",
  },
});

/** A key and the only copy of its secret; null where that was given out before. */
export interface IssuedKey {
  readonly apiKey: ApiKey;
  readonly secret: string | null;
}

/**
 * Makes a key that belongs to groups, all of them owned by who makes it. It goes on when that person leaves, and ends
 * when it runs out, is revoked, or no group of it is left unarchived.
 *
 * @throws NOT_FOUND, FORBIDDEN for a group that is not the viewer's own, CONFLICT for an archived one, LIMIT_REACHED
 */
export async function createApiKey(ctx: Context, input: CreateApiKeyInput): Promise<IssuedKey> {
  const viewerId = signedIn(ctx);
  let secret: string | null = null;
  const apiKey = await once(ctx, "createApiKey", input, ApiKey, async (ctx) => {
    await valid(input);
    const { kind, name } = input;
    const allowedOrigins = originsOf(input);
    const groups = await ownGroups(ctx, input.groupIds);
    const issued = newKeySecret(kind);
    const now = ctx.clock.now();
    const made = ctx.db.create(ApiKey, {
      ...{ id: newId(), kind, name: tidyLine(name), prefix: prefixOf(issued), scopes: scopesOf(input), allowedOrigins },
      pointsPerMinute: input.pointsPerMinute ?? KEY_POINTS_PER_MINUTE_MAX,
      ...{ createdAt: now, createdById: viewerId, expiresAt: endOfKey(kind, input.expiresAt, now) },
      ...{ rotatedAt: null, formerSecretsEndAt: null, revokedAt: null, lastUsedAt: null },
    });
    await ctx.db.insert(ApiKey, made);
    const groupIds = groups.map(({ id }) => id);
    await ctx.db.insert(
      ApiKeyGroup,
      groupIds.map((groupId) => ({ keyId: made.id, groupId })),
    );
    await storeKeySecret(ctx, made.id, issued);
    const objectId = globalId("key", made.id);
    const after = { kind, prefix: made.prefix, scopes: made.scopes.join(" ") };
    for (const groupId of groupIds) {
      await writeAuditEntry(ctx, { groupId, action: "createApiKey", objectId, after });
    }
    await emit(ctx, { name: "api-key.created", keyId: made.id, groupIds });
    secret = issued;
    return made;
  });
  return { apiKey, secret };
}

/** @throws INVALID for a secret key without scopes, and for another with some */
function scopesOf({ kind, scopes }: CreateApiKeyInput): ApiScope[] {
  const wanted = [...(scopes ?? [])].sort();
  if (kind === ApiKeyKind.SECRET && wanted.length === 0) throw invalid("scopes", "Say what a secret key may read.");
  if (kind === ApiKeyKind.PUBLISHABLE && wanted.length > 0) {
    throw invalid("scopes", "A publishable key reads what everybody may read, and no more.");
  }
  return wanted;
}

/** @throws INVALID for what is no origin, for a publishable key that has none, and for a secret one with some */
function originsOf({ kind, allowedOrigins }: CreateApiKeyInput): string[] {
  const origins = (allowedOrigins ?? []).map((text, index) => {
    const origin = originOf(text);
    if (origin === null)
      throw invalid(["allowedOrigins", String(index)], "An origin, such as https://www.example.org.");
    return origin;
  });
  if (kind === ApiKeyKind.SECRET && origins.length > 0) {
    throw invalid("allowedOrigins", "A secret key is for no page, whatever its origin.");
  }
  if (kind === ApiKeyKind.PUBLISHABLE && origins.length === 0) {
    throw invalid("allowedOrigins", "A publishable key is for the pages of at least one origin.");
  }
  return [...new Set(origins)];
}

/** The groups, held until the end of the transaction, always in the same order. */
async function ownGroups(ctx: Context, groupIds: readonly string[]): Promise<Group[]> {
  const indexes = new Map<string, number>();
  for (const [index, groupId] of groupIds.entries()) {
    const { id } = await visible(ctx, Group, groupId, ["groupIds", String(index)]);
    if (!indexes.has(id)) indexes.set(id, index);
  }
  const groups: Group[] = [];
  for (const [id, index] of [...indexes].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const group = await holdGroup(ctx, id);
    if (!mayCreateApiKey(await standingIn(ctx, id))) throw forbidden("make keys of this group");
    const at = ["groupIds", String(index)];
    refuseArchived(group, at);
    await refuseTooMany(ctx, id, at);
    groups.push(group);
  }
  return groups;
}

async function refuseTooMany(ctx: Context, groupId: string, at: readonly string[]): Promise<void> {
  const [{ live }] = await ctx.db.query<[{ live: number }]>(
    `select count(*)::int as live from api_key_groups g join api_keys k on k.id = g.key_id
      where g.group_id = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2)`,
    [groupId, ctx.clock.now()],
  );
  if (live >= LIVE_KEYS_MAX) throw limitReached(at, `A group has at most ${LIVE_KEYS_MAX} live keys.`);
}
