/** The steps between an app's request and its code that need the member: signing in, and saying yes or no. */
import type { Provider } from "oidc-provider";
import { IsNull } from "typeorm";
import { allowApp } from "../../apps/allow-app.ts";
import { App } from "../../apps/app.entity.ts";
import { CONNECTED_APPS_PATH } from "../../apps/app.mails.ts";
import { ConnectedApp } from "../../apps/connected-app.entity.ts";
import { ownGroups } from "../../apps/own-groups.ts";
import { fieldsReadByApp } from "../../apps/read-by-app.ts";
import { Person } from "../../people/person.entity.ts";
import { parseGlobalId } from "../../platform/ids.ts";
import { isScope } from "../../scopes/scope.ts";
import { signOut } from "../../sign-in/sign-out.ts";
import { FormFault } from "../pages/form.ts";
import { formTarget, html, type Page } from "../pages/page.ts";
import { emailForm, signInStep } from "../pages/sign-in-form.ts";
import type { ServerContext } from "../request-context.ts";
import { type Asked, appNote, groupChoices, groupsChosen, scopeChoices } from "./consent-form.ts";
import { accountIdOf, canSignIn, OAUTH_PATH } from "./provider-of.ts";

export type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;
export type Result = Parameters<Provider["interactionResult"]>[2];

/** What a step comes to: a page, an answer for the library, or a way to go. */
export type Step = { readonly page: Page } | { readonly result: Result } | { readonly redirect: string };

/** Reasons for which a session that is there already is not enough. */
const FRESH: ReadonlySet<string> = new Set(["login_prompt", "max_age", "id_token_hint", "claims_id_token_sub_value"]);

/** Said to who has a session here and no account that an app could be told of. */
const NOT_PROVED =
  "You are signed in here without an address that you proved, and apps are told of nobody without one. Prove yours by a code.";

/** One interaction, with the app and the context of whoever has the browser. */
export interface Stage {
  readonly ctx: ServerContext;
  readonly interaction: Interaction;
  /** Null when the page is asked for. */
  readonly form: URLSearchParams | null;
}

export async function interactionStep(stage: Stage): Promise<Step> {
  const app = await appOf(stage);
  return stage.interaction.prompt.name === "login" ? loginStep(stage, app) : consentStep(stage, app);
}

async function appOf({ ctx, interaction }: Stage): Promise<App> {
  const key = parseGlobalId(param(interaction, "client_id"));
  const app = key && (await ctx.db.findOneBy(App, { id: key.id }));
  if (!app) throw new FormFault(400, "This app is not registered here any more.");
  return app;
}

async function loginStep({ ctx, interaction, form }: Stage, app: App): Promise<Step> {
  const isFresh = interaction.prompt.reasons.some((reason) => FRESH.has(reason));
  const standing = isFresh ? null : ctx.viewerId;
  const isProved = standing !== null && (await canSignIn(ctx.db, standing));
  if (form === null && isProved) return signedInAs(standing);
  const purpose = `To go on to ${app.name}.`;
  const formTargets = targetsOf(interaction);
  if (form === null) {
    const fault = standing === null ? undefined : NOT_PROVED;
    const body = emailForm({ purpose, email: param(interaction, "login_hint"), fault });
    return { page: { title: "Sign in", body, formTargets } };
  }
  const step = await signInStep(ctx, form, { purpose });
  return "form" in step ? { page: { title: "Sign in", body: step.form, formTargets } } : signedInAs(step.personId);
}

const signedInAs = (personId: string): Step => ({ result: { login: { accountId: accountIdOf(personId) } } });

async function consentStep(stage: Stage, app: App): Promise<Step> {
  const { ctx, interaction, form } = stage;
  // Who says yes is who is signed in now, not who began.
  if (ctx.viewerId === null || interaction.session?.accountId !== accountIdOf(ctx.viewerId)) {
    throw new FormFault(403, "Somebody else is signed in now, or nobody. Go back to the app and begin again.");
  }
  if (form === null) return { page: await consentPage(stage, app, ctx.viewerId) };
  const action = form.get("action");
  if (action === "other") {
    await signOut(ctx, { everywhere: false });
    return { redirect: startOf(interaction) };
  }
  if (action !== "allow") {
    return { result: { error: "access_denied", error_description: "The member said no." } };
  }
  const asked = askedScopes(interaction);
  const groupIds = groupsChosen(form);
  const grantId = await allowApp(ctx, {
    appId: app.id,
    asked,
    allowed: form.getAll("scope"),
    ...(groupIds === undefined ? {} : { groupIds }),
  });
  return { result: { consent: { grantId } } };
}

async function consentPage({ ctx, interaction }: Stage, app: App, viewerId: string): Promise<Page> {
  const scopes = askedScopes(interaction);
  const grant = await ctx.db.findOneBy(ConnectedApp, { personId: viewerId, appId: app.id, endedAt: IsNull() });
  const [viewer, fields, groups] = [
    await ctx.db.findOneByOrFail(Person, { id: viewerId }),
    await fieldsReadByApp(ctx),
    await ownGroups(ctx),
  ];
  const asked: Asked = {
    scopes,
    ticked: new Set(scopes.filter((scope) => !grant?.declinedScopes.includes(scope))),
    fields,
    groups,
    chosenGroups: grant?.groupIds ? new Set(grant.groupIds) : null,
  };
  const redirect = param(interaction, "redirect_uri");
  return {
    title: `${app.name} asks to act for you`,
    formTargets: targetsOf(interaction),
    body: html`
<p>You are signed in as <strong>${viewer.displayName}</strong>${viewer.email ? html`, ${viewer.email}` : null}. It never gets
further than you do yourself, and you can take all of it back at any time under
<a href="${CONNECTED_APPS_PATH}">Connected apps</a>.</p>
${appNote(app, destinationOf(redirect))}
<form method="post">
${scopes.length > 0 ? scopeChoices(asked) : html`<p>It asks only who you are, to sign you in.</p>`}
${groupChoices(asked)}
<p><button class="main" name="action" value="allow">Allow</button>
<button name="action" value="deny">Do not allow</button></p>
</form>
<form method="post"><p><button name="action" value="other">I am somebody else</button></p></form>`,
  };
}

const param = (interaction: Interaction, name: string): string => {
  const value = interaction.params[name];
  return typeof value === "string" ? value : "";
};

/** What the app asked for and we know, in our order. */
const askedScopes = (interaction: Interaction): string[] => param(interaction, "scope").split(" ").filter(isScope);

/** Where the member will be: a site's host, or a program on their own machine. */
function destinationOf(redirectUri: string): string {
  const { protocol, host } = new URL(redirectUri);
  return protocol === "https:" ? host : "a program on this device";
}

/** Where the last redirect after a form leads. */
const targetsOf = (interaction: Interaction): string[] => [formTarget(param(interaction, "redirect_uri"))];

/** The app's request from its beginning. */
function startOf(interaction: Interaction): string {
  const entries = Object.entries(interaction.params).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as [string, string]] : [],
  );
  return `${OAUTH_PATH}/auth?${new URLSearchParams(entries).toString()}`;
}
