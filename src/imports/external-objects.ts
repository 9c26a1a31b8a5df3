import { In } from "typeorm";
import type { Context } from "../platform/context.ts";
import { ExternalId, type ExternalIdKind } from "./external-id.entity.ts";

/** Primary keys behind external ids. */
export async function externalObjects(
  ctx: Context,
  groupId: string,
  kind: ExternalIdKind,
  externalIds: readonly (string | null)[],
): Promise<Map<string, string>> {
  const asked = [...new Set(externalIds.filter((id) => id !== null))];
  const known = await ctx.db.findBy(ExternalId, { groupId, kind, externalId: In(asked) });
  return new Map(known.map(({ externalId, objectId }) => [externalId, objectId]));
}
