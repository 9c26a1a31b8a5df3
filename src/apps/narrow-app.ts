import { ArrayMaxSize, IsOptional } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { invalid } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { parseGlobalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { SCOPE_NAMES } from "../scopes/scope.ts";
import "./app.events.ts";
import { ConnectedApp } from "./connected-app.entity.ts";
import { CHOSEN_GROUPS_MAX, ownGroups } from "./own-groups.ts";

@InputType({ description: "What an app may still do." })
export class NarrowAppInput {
  @Field(() => ID, { description: "One of `viewer.connectedApps`." })
  connectedAppId: string;

  @Field(() => [String], {
    nullable: true,
    description: "The scopes that it keeps, of those that it has. Left out: all of them.",
  })
  @IsOptional()
  @ArrayMaxSize(SCOPE_NAMES.length)
  scopes?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: "The groups that it keeps, of those that it may see, at most 200. Left out: as before.",
  })
  @IsOptional()
  @ArrayMaxSize(CHOSEN_GROUPS_MAX)
  groupIds?: string[] | null;
}

export const NarrowAppPayload = payloadType("NarrowApp", { connectedApp: () => ConnectedApp });

/**
 * Takes a part back of what the viewer let an app do, from the next request on. Nothing is added: for more the app asks,
 * on its page of consent.
 *
 * @throws NOT_FOUND, INVALID for scopes that it does not have and groups that it does not see
 */
export function narrowApp(ctx: Context, input: NarrowAppInput): Promise<ConnectedApp> {
  const personId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    await valid(input);
    const connected = await visible(ctx, ConnectedApp, input.connectedAppId, "connectedAppId", { lock: true });
    const { id, appId } = connected;
    const scopes = input.scopes ?? connected.scopes;
    const stray = scopes.findIndex((scope) => !connected.scopes.includes(scope));
    if (stray >= 0) throw invalid(["scopes", String(stray)], "The app does not have this scope.");
    const taken = connected.scopes.filter((scope) => !scopes.includes(scope));
    const changes = {
      scopes: connected.scopes.filter((scope) => scopes.includes(scope)),
      declinedScopes: [...new Set([...connected.declinedScopes, ...taken])],
      groupIds: input.groupIds ? await keptGroups(ctx, connected, input.groupIds) : connected.groupIds,
      narrowedAt: ctx.clock.now(),
    };
    await ctx.db.update(ConnectedApp, { id }, changes);
    await emit(ctx, { name: "app.narrowed", personId, appId, grantId: id });
    return Object.assign(connected, changes);
  });
}

async function keptGroups(ctx: Context, connected: ConnectedApp, globalIds: readonly string[]): Promise<string[]> {
  const own = new Set((await ownGroups(ctx)).map(({ id }) => id));
  return globalIds.map((globalId, index) => {
    const key = parseGlobalId(globalId);
    const isSeen = key?.prefix === "grp" && own.has(key.id) && (connected.groupIds?.includes(key.id) ?? true);
    if (!isSeen) throw invalid(["groupIds", String(index)], "The app does not see this group.");
    return key.id;
  });
}
