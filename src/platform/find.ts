/** What acts begin with: who acts, what they mean, and a write that notices others. */
import type { ObjectLiteral } from "typeorm";
import type { QueryDeepPartialEntity } from "typeorm/query-builder/QueryPartialEntity.js";
import type { Context } from "./context.ts";
import { type DomainError, type EntityRef, notFound, stale, unauthenticated } from "./errors.ts";
import { parseGlobalId } from "./ids.ts";
import type { Class } from "./reads/reads.ts";
import { known } from "./reads/registry.ts";

type Identified = ObjectLiteral & { id: string };

/** @throws UNAUTHENTICATED for visitors */
export function signedIn(ctx: Context): string {
  if (!ctx.viewerId) throw unauthenticated();
  return ctx.viewerId;
}

/**
 * The entity a global id names, if the viewer may see it. A malformed id, another type's, one of nothing and one of
 * something hidden are the same: not there. With `lock` (inside of a transaction) the row is held until its end; `shared`, so that
 * others may hold it so as well.
 *
 * @throws NOT_FOUND at `field`
 */
export async function visible<Entity extends Identified>(
  ctx: Context,
  entity: Class<Entity>,
  id: string,
  field: string | readonly string[],
  { lock = false }: { lock?: boolean | "shared" } = {},
): Promise<Entity> {
  const key = await visibleKey(ctx, entity, id);
  const found =
    key !== null &&
    (await ctx.db.findOne(entity, {
      where: { id: key } as never,
      ...(lock ? { lock: { mode: lock === "shared" ? "pessimistic_read" : "pessimistic_write" } } : {}),
    }));
  if (!found) throw notFound(field, `No such ${noun(entity)}.`);
  return found;
}

/** The primary key of what a global id finds: that very row, or the one that stands for it. */
async function visibleKey(ctx: Context, entity: Class, globalId: string): Promise<string | null> {
  const key = parseGlobalId(globalId);
  if (key === null || key.prefix !== known.get(entity)?.prefix) return null;
  if (await ctx.reads.canSee(ctx, entity, key.id)) return key.id;
  const other = (await ctx.reads.standIn?.(ctx, entity, key.id)) ?? null;
  return other !== null && (await ctx.reads.canSee(ctx, entity, other)) ? other : null;
}

const noun = (entity: Class): string =>
  entity.name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();

/**
 * Writes changes and raises `version` in one statement, on the condition that nobody wrote since `expectedVersion`;
 * left out, the last writer wins. The given entity is brought up to date.
 *
 * @throws STALE with the object as it is now
 */
export async function revise<Entity extends Identified & { version: number }>(
  ctx: Context,
  entity: Entity,
  changes: Partial<Entity>,
  expectedVersion?: number | null,
): Promise<Entity> {
  const target = entity.constructor as Class<Entity>;
  const update = ctx.db
    .createQueryBuilder()
    .update(target)
    .set({ ...(changes as QueryDeepPartialEntity<Entity>), version: () => "version + 1" })
    .where("id = :id", { id: entity.id })
    .returning(["version"]);
  if (expectedVersion !== undefined && expectedVersion !== null) {
    update.andWhere("version = :expectedVersion", { expectedVersion });
  }
  const { raw } = (await update.execute()) as { raw: { version: number }[] };
  const [written] = raw;
  if (!written) throw changedMeanwhile({ entity: target, id: entity.id });
  return Object.assign(entity, changes, { version: written.version });
}

/**
 * For acts that look at the version of something they hold, since they may come to no conditional write of it.
 *
 * @throws STALE with the object `about` as it is now, unless it is at the version that the caller expects, if any
 */
export function refuseStale(about: EntityRef, version: number, expectedVersion?: number | null): void {
  if (expectedVersion !== undefined && expectedVersion !== null && expectedVersion !== version) {
    throw changedMeanwhile(about);
  }
}

const changedMeanwhile = (about: EntityRef): DomainError =>
  stale("expectedVersion", "Changed since you read it.", about);
