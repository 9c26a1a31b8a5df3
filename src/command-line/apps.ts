import { type Command, Option } from "commander";
import { IsNull } from "typeorm";
import { App, AppReviewState } from "../apps/app.entity.ts";
import { reviewApp } from "../apps/review-app.ts";
import { globalId } from "../platform/ids.ts";
import { operate } from "./operate.ts";
import { print } from "./output.ts";

/** Apps that one call prints. */
const SHOWN_MAX = 1_000;

const stateOption = (flags: string, description: string): Option =>
  new Option(flags, description).choices(Object.values(AppReviewState));

/** `wellmet apps`: what ask members for a part of what they may, and what the operator thinks of each. */
export function addApps(program: Command): void {
  const apps = program.command("apps").description("apps of others that ask members for a part of what they may");
  apps
    .command("list")
    .description("print the apps that are not disabled, the longest unchanged first, one a line as JSON")
    .addOption(stateOption("--state <state>", "in this state alone"))
    .action(({ state }: { state?: AppReviewState }) =>
      operate(async ({ ctx }) => {
        const listed = await ctx.db.find(App, {
          where: { disabledAt: IsNull(), ...(state ? { reviewState: state } : {}) },
          order: { updatedAt: "ASC", id: "ASC" },
          take: SHOWN_MAX,
        });
        for (const app of listed) print(JSON.stringify(toldOf(app)));
      }),
    );
  apps
    .command("review <id>")
    .description("say what the operator thinks of an app; one that is REFUSED gets nothing from then on")
    .addOption(stateOption("--state <state>", "what it is from now on").makeOptionMandatory())
    .option("--looked-at <version>", "refuse if it was changed since this version, as listed", Number)
    .action((id: string, { state, lookedAt }: { state: AppReviewState; lookedAt?: number }) =>
      operate(async ({ ctx }) => {
        const reviewed = await reviewApp(ctx, { appId: id, state, expectedVersion: lookedAt });
        print(JSON.stringify(toldOf(reviewed)));
      }),
    );
}

/** What there is to look at. */
const toldOf = ({ id, ownerId, name, kind, websiteUrl, redirectUris, postLogoutRedirectUris, ...app }: App) => ({
  ...{ id: globalId("app", id), name, kind, reviewState: app.reviewState, version: app.version },
  ...{ websiteUrl, redirectUris, postLogoutRedirectUris, ownerId: globalId("per", ownerId), updatedAt: app.updatedAt },
});
