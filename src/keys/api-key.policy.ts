/** Who knows of a group's keys, and who may make, rotate and revoke them. */
import { mayOrganise, mayOwn, organises, owns } from "../groups/group.policy.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { absent, and, eq, not, or, type Sql, sql } from "../platform/reads/sql.ts";
import type { ApiKey } from "./api-key.entity.ts";
import { ApiKeyGroup } from "./api-key-group.entity.ts";

/** Whoever runs one of the groups that it covers. */
export const visibleApiKey: Policy<ApiKey> = (key, v) =>
  v.exists(ApiKeyGroup, (link) => and(eq(link.keyId, key.id), organises(v, link.groupId)));

/** It would be let in, if one of its groups were there still. */
export const isLiveKey: Policy<ApiKey> = (key, v): Sql =>
  and(absent(key.revokedAt), or(absent(key.expiresAt), sql`${key.expiresAt} > ${v.now}`));

/** A new secret opens every group of the key, so it is for who owns them all. */
export const viewerCanRotate: Policy<ApiKey> = (key, v) =>
  and(isLiveKey(key, v), not(v.exists(ApiKeyGroup, (link) => and(eq(link.keyId, key.id), not(owns(v, link.groupId))))));

/** Handing out the sight of a group, for as long as the key lives, is its owners' business. */
export const mayCreateApiKey = mayOwn;
export const mayRotateApiKey = mayOwn;
/** A key that got into the wrong hands is stopped by whoever of one of its groups is there. */
export const mayRevokeApiKey = mayOrganise;
