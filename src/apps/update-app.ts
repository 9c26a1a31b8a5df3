import { ArrayMaxSize, ArrayMinSize, ArrayUnique, MaxLength } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise, signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { URL } from "../platform/scalars/url.ts";
import { inTransaction } from "../platform/transaction.ts";
import { IfGiven, valid } from "../platform/valid.ts";
import { APP_NAME_LENGTH_MAX, App, AppReviewState } from "./app.entity.ts";
import "./app.events.ts";
import { PUBLIC_KEY_LENGTH_MAX, PUBLIC_KEYS_MAX, publicKeysOf } from "./public-keys.ts";
import { REDIRECT_URIS_MAX } from "./redirect-uri.ts";
import { addressesOf } from "./register-app.ts";

@InputType({ description: "Changes of an app; what is left out stays as it is." })
export class UpdateAppInput {
  @Field(() => ID, { description: "The app." })
  appId: string;

  @Field(() => String, { nullable: true, description: "Its name, as for `registerApp`." })
  @IfGiven()
  @IsLine(APP_NAME_LENGTH_MAX)
  name?: string;

  @Field(() => [String], {
    nullable: true,
    description: "All addresses that codes may be sent to from now on, 1 to 10, as for `registerApp`.",
  })
  @IfGiven()
  @ArrayMinSize(1)
  @ArrayMaxSize(REDIRECT_URIS_MAX)
  @ArrayUnique()
  redirectUris?: string[];

  @Field(() => [String], { nullable: true, description: "All addresses for after signing out, at most 10." })
  @IfGiven()
  @ArrayMaxSize(REDIRECT_URIS_MAX)
  @ArrayUnique()
  postLogoutRedirectUris?: string[];

  @Field(() => URL, { nullable: true, description: "Its home; null takes it away." })
  websiteUrl?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "All its public keys from now on, as for `registerApp`. To rotate: first the new one beside the old, then the new one alone.",
  })
  @IfGiven()
  @ArrayMaxSize(PUBLIC_KEYS_MAX)
  @MaxLength(PUBLIC_KEY_LENGTH_MAX, { each: true })
  publicKeys?: string[];

  @Field(() => Int, {
    nullable: true,
    description: "The version that the changes are meant for; refused if there is a later one.",
  })
  expectedVersion?: number | null;
}

export const UpdateAppPayload = payloadType("UpdateApp", { app: () => App });

/**
 * Changes an app. What members are told of it, and where their codes go, was looked at when it was reviewed: whoever
 * changes that is unreviewed again.
 *
 * @throws NOT_FOUND, INVALID, STALE, CONFLICT for one that is disabled
 */
export function updateApp(ctx: Context, input: UpdateAppInput): Promise<App> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    await valid(input);
    const app = await visible(ctx, App, input.appId, "appId", { lock: true });
    if (app.disabledAt) throw conflict("appId", "This app is disabled.", { entity: App, id: app.id });
    const { name, redirectUris, postLogoutRedirectUris, websiteUrl, publicKeys } = input;
    const isToldAnew = [name, redirectUris, postLogoutRedirectUris, websiteUrl].some((given) => given !== undefined);
    const changes: Partial<App> = {
      ...(name === undefined ? {} : { name: tidyLine(name) }),
      ...(redirectUris && { redirectUris: addressesOf("redirectUris", redirectUris) }),
      ...(postLogoutRedirectUris && {
        postLogoutRedirectUris: addressesOf("postLogoutRedirectUris", postLogoutRedirectUris),
      }),
      ...(websiteUrl === undefined ? {} : { websiteUrl }),
      ...(publicKeys && { jwks: publicKeysOf(app.kind, publicKeys) }),
      ...(isToldAnew && app.reviewState === AppReviewState.REVIEWED ? { reviewState: AppReviewState.UNREVIEWED } : {}),
      updatedAt: ctx.clock.now(),
    };
    await revise(ctx, app, changes, input.expectedVersion);
    await emit(ctx, { name: "app.updated", appId: app.id });
    return app;
  });
}
