/** Which apps of others act for a member, how far, when they last asked; and how the member takes that back. */
import { CONNECTED_APPS_PATH } from "../../apps/app.mails.ts";
import { DisconnectAppInput, disconnectApp } from "../../apps/disconnect-app.ts";
import { NarrowAppInput, narrowApp } from "../../apps/narrow-app.ts";
import { CONNECTED_APPS_TOLD_MAX, type OwnConnectedApp, ownConnectedApps } from "../../apps/own-connected-apps.ts";
import { type OwnGroup, ownGroups } from "../../apps/own-groups.ts";
import { fieldsReadByApp, type ReadField } from "../../apps/read-by-app.ts";
import { Person } from "../../people/person.entity.ts";
import { globalId } from "../../platform/ids.ts";
import { SCOPE_NAMES, SCOPES } from "../../scopes/scope.ts";
import { signOut } from "../../sign-in/sign-out.ts";
import { chosenGroups, groupChoices, groupsChosen, isAboutGroups, scopeChoices } from "../oauth/consent-form.ts";
import type { ServerContext } from "../request-context.ts";
import { faultIn, faultOf } from "./fault.ts";
import { inputOf } from "./input-of.ts";
import { moment } from "./moment.ts";
import { type Html, html, type Page } from "./page.ts";
import type { Step, Visit } from "./pages-door.ts";
import { signedOutStep } from "./signed-out-step.ts";

const TITLE = "Connected apps";
const PURPOSE = "To see which apps act for you.";

/** What is said once something was done, by the word of it in the address. */
const SAID: Readonly<Record<string, string>> = {
  disconnected: "Disconnected. From its next request on the app gets nothing.",
  narrowed: "Taken back. From its next request on the app gets only what is ticked below.",
};

export async function connectedAppsPage(visit: Visit): Promise<Step> {
  const { ctx, form, query } = visit;
  if (ctx.viewerId === null) return signedOutStep({ path: CONNECTED_APPS_PATH, title: TITLE, purpose: PURPOSE }, visit);
  if (form === null) return { page: await pageFor(ctx, ctx.viewerId, { said: SAID[query.get("done") ?? ""] }) };
  const action = form.get("action") ?? "";
  if (action === "sign-out") {
    await signOut(ctx, { everywhere: false });
    return { redirect: CONNECTED_APPS_PATH };
  }
  const act = ACTS[action];
  if (!act) return { redirect: CONNECTED_APPS_PATH };
  const fault = await faultIn(() => act.run(ctx, form));
  return fault === undefined
    ? { redirect: `${CONNECTED_APPS_PATH}?done=${act.done}` }
    : { page: await pageFor(ctx, ctx.viewerId, { fault }) };
}

type Run = (ctx: ServerContext, form: URLSearchParams) => Promise<unknown>;

const ACTS: Readonly<Record<string, { readonly done: string; readonly run: Run }>> = {
  disconnect: {
    done: "disconnected",
    run: (ctx, form) => disconnectApp(ctx, inputOf(DisconnectAppInput, { connectedAppId: form.get("app") ?? "" })),
  },
  narrow: {
    done: "narrowed",
    run: (ctx, form) =>
      narrowApp(
        ctx,
        inputOf(NarrowAppInput, {
          connectedAppId: form.get("app") ?? "",
          scopes: form.getAll("scope"),
          groupIds: groupsChosen(form)?.map((id) => globalId("grp", id)) ?? null,
        }),
      ),
  },
};

/** What stands at the head of the page after something was tried. */
interface Outcome {
  readonly said?: string | undefined;
  readonly fault?: string;
}

/** What of the member the apps are told beside: their zone, fields and groups. */
interface Sight {
  readonly timeZone: string | null;
  readonly fields: ReadonlyMap<string, readonly ReadField[]>;
  readonly groups: readonly OwnGroup[];
}

async function pageFor(ctx: ServerContext, viewerId: string, { said, fault }: Outcome): Promise<Page> {
  const viewer = await ctx.db.findOneByOrFail(Person, { id: viewerId });
  const all = await ownConnectedApps(ctx);
  const apps = all.slice(0, CONNECTED_APPS_TOLD_MAX);
  const sight: Sight = {
    timeZone: viewer.timeZone,
    fields: await fieldsReadByApp(ctx),
    groups: await ownGroups(ctx),
  };
  return {
    title: TITLE,
    body: html`
<p>You are signed in as <strong>${viewer.displayName}</strong>${viewer.email ? html`, ${viewer.email}` : null}.</p>
${said === undefined ? null : html`<p class="note" role="status">${said}</p>`}
${faultOf(fault)}
${
  apps.length === 0
    ? html`<p>No app acts for you. Once you let one, it stands here, and you can take that back.</p>`
    : html`<p>You let these apps act for you. None gets further than you do yourself.</p>`
}
${apps.map((app) => appSection(app, sight))}
${
  all.length > CONNECTED_APPS_TOLD_MAX
    ? html`<p>There are more. Disconnect some of these, and the others appear.</p>`
    : null
}
<form method="post"><p><button name="action" value="sign-out">Sign out</button></p></form>`,
  };
}

function appSection(app: OwnConnectedApp, sight: Sight): Html {
  const { name, websiteUrl, scopes, createdAt, expiresAt, lastUsedAt } = app;
  const when = (at: Date) => moment(at, sight.timeZone);
  return html`
<section class="card" aria-labelledby="${app.id}">
<h2 id="${app.id}">${name}</h2>
${websiteUrl ? html`<p>It says its home is <strong>${websiteUrl}</strong>.</p>` : null}
${warningOf(app)}
${
  scopes.length === 0
    ? html`<p>It knows who you are, and nothing else.</p>`
    : html`<p>It may:</p><ul>${SCOPE_NAMES.filter((scope) => scopes.includes(scope)).map((scope) => html`<li>${SCOPES[scope]}</li>`)}</ul>`
}
${isAboutGroups(scopes) ? html`<p>${groupsOf(app, sight.groups)}</p>` : null}
<dl class="facts">
<dt>Last asked</dt><dd>${lastUsedAt ? when(lastUsedAt) : "Never"}</dd>
<dt>Connected</dt><dd>${when(createdAt)}</dd>
<dt>Asks you again</dt><dd>${when(expiresAt)}</dd>
</dl>
<form method="post">${appField(app)}
<p><button class="main" name="action" value="disconnect">Disconnect <span class="hidden">${name}</span></button></p>
</form>
${scopes.length > 0 ? narrowing(app, sight) : null}
</section>`;
}

const appField = ({ id }: OwnConnectedApp): Html =>
  html`<input type="hidden" name="app" value="${globalId("cap", id)}">`;

const warningOf = ({ isStopped, isReviewed }: OwnConnectedApp): Html | null => {
  if (isStopped) return html`<p class="warning">This app has been stopped, and gets nothing at present.</p>`;
  return isReviewed ? null : html`<p class="warning">Nobody has checked this app.</p>`;
};

function groupsOf({ groupIds }: OwnConnectedApp, groups: readonly OwnGroup[]): string {
  if (groupIds === null) return "In all of your groups, also those that you join later.";
  const names = groups.filter(({ id }) => groupIds.includes(id)).map(({ name }) => name);
  return names.length === 0 ? "In none of your groups." : `Only in: ${names.join(", ")}.`;
}

/** The form of consent once more, of what the app has: a tick can be taken away, and none be added. */
function narrowing(app: OwnConnectedApp, { fields, groups }: Sight): Html {
  const { name, scopes, groupIds } = app;
  const asked = {
    scopes,
    ticked: new Set(scopes),
    fields,
    groups: groups.filter(({ id }) => groupIds?.includes(id) ?? true),
    chosenGroups: groupIds && new Set(groupIds),
  };
  return html`
<details><summary>See what it reads, or take a part back</summary>
<form method="post">${appField(app)}
${scopeChoices(asked)}
${groupIds === null ? groupChoices(asked) : isAboutGroups(scopes) && chosenGroups(asked)}
<p><button name="action" value="narrow">Leave only what is ticked <span class="hidden">to ${name}</span></button></p>
</form>
</details>`;
}
