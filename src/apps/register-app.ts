import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsOptional, MaxLength } from "class-validator";
import { Field, InputType } from "type-graphql";
import { holdPeople } from "../people/hold-people.ts";
import type { Context } from "../platform/context.ts";
import { invalid, limitReached } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { URL } from "../platform/scalars/url.ts";
import { valid } from "../platform/valid.ts";
import { APP_NAME_LENGTH_MAX, App, AppKind, AppReviewState } from "./app.entity.ts";
import "./app.events.ts";
import { PUBLIC_KEY_LENGTH_MAX, PUBLIC_KEYS_MAX, publicKeysOf } from "./public-keys.ts";
import { isRedirectUri, REDIRECT_URIS_MAX } from "./redirect-uri.ts";

/** Apps of one person that are not disabled. */
export const LIVE_APPS_MAX = 20;
/** Points a minute of an app and one member: what the member has. */
const APP_POINTS_PER_MINUTE = 30_000;

@InputType({ description: "A new app." })
export class RegisterAppInput {
  @Field(() => String, {
    description: "What members are told it is called: one line of plain text, 1 to 80 characters.",
  })
  @IsLine(APP_NAME_LENGTH_MAX)
  name: string;

  @Field(() => AppKind, { description: "How it is to prove to be itself." })
  kind: AppKind;

  @Field(() => [String], {
    description:
      "Where codes may be sent, 1 to 10: `https`, `http` on the member's own machine (the port may then differ), or a scheme of its own such as `org.example.cards:/return`. No fragment, no user name, written as browsers write it.",
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(REDIRECT_URIS_MAX)
  @ArrayUnique()
  redirectUris: string[];

  @Field(() => [String], {
    nullable: true,
    description: "Where browsers may be sent after signing out, at most 10; same rules.",
  })
  @IsOptional()
  @ArrayMaxSize(REDIRECT_URIS_MAX)
  @ArrayUnique()
  postLogoutRedirectUris?: string[] | null;

  @Field(() => URL, { nullable: true, description: "Its home, which members are told." })
  websiteUrl?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Public keys as JWK in JSON, each with a `kid`, at most 5. For kind PRIVATE_KEY_JWT, which needs them.",
  })
  @IsOptional()
  @ArrayMaxSize(PUBLIC_KEYS_MAX)
  @MaxLength(PUBLIC_KEY_LENGTH_MAX, { each: true })
  publicKeys?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
}

export const RegisterAppPayload = payloadType("RegisterApp", { app: () => App });

/**
 * Registers an app, in the name of a person who answers for it. It works at once; until the operator has looked at it,
 * members are warned.
 *
 * @throws INVALID, LIMIT_REACHED
 */
export function registerApp(ctx: Context, input: RegisterAppInput): Promise<App> {
  const ownerId = signedIn(ctx);
  return once(ctx, "registerApp", input, App, async (ctx) => {
    await valid(input);
    await refuseTooMany(ctx, ownerId);
    const now = ctx.clock.now();
    const app = ctx.db.create(App, {
      ...{ id: newId(), ownerId, name: tidyLine(input.name), kind: input.kind, websiteUrl: input.websiteUrl ?? null },
      redirectUris: addressesOf("redirectUris", input.redirectUris),
      postLogoutRedirectUris: addressesOf("postLogoutRedirectUris", input.postLogoutRedirectUris ?? []),
      jwks: publicKeysOf(input.kind, input.publicKeys ?? []),
      ...{ pointsPerMinute: APP_POINTS_PER_MINUTE, reviewState: AppReviewState.UNREVIEWED },
      ...{ createdAt: now, updatedAt: now, version: 1, disabledAt: null },
    });
    await ctx.db.insert(App, app);
    await emit(ctx, { name: "app.registered", appId: app.id, ownerId });
    return app;
  });
}

/** The owner is held, so that of two who register the last one only one does. */
async function refuseTooMany(ctx: Context, ownerId: string): Promise<void> {
  await holdPeople(ctx, [ownerId]);
  const [{ live }] = await ctx.db.query<[{ live: number }]>(
    "select count(*)::int as live from apps where owner_id = $1 and disabled_at is null",
    [ownerId],
  );
  if (live >= LIVE_APPS_MAX) throw limitReached(null, `Nobody has more than ${LIVE_APPS_MAX} apps. Disable one first.`);
}

/** @throws INVALID at the first that is none */
export function addressesOf(field: string, addresses: readonly string[]): string[] {
  const wrong = addresses.findIndex((address) => !isRedirectUri(address));
  if (wrong < 0) return [...addresses];
  throw invalid(
    [field, String(wrong)],
    "Must be https, http on 127.0.0.1, [::1] or localhost, or a scheme of its own with a dot; without fragment and user name, as browsers write it.",
  );
}
