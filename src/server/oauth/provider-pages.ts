/** Pages that the OAuth library shows at its own moments, in place of its own. */
import type { KoaContextWithOIDC } from "oidc-provider";
import { formTarget, html, type Page, pageHeaders, pageText } from "../pages/page.ts";
import type { Pages } from "./provider-of.ts";

export const providerPages: Pages = {
  // What an app did wrong is said to its makers, who are not there; the member can only go back.
  error: (ctx, { error, error_description: description }) => {
    show(ctx, {
      title: "This did not work",
      body: html`
<p role="alert">The app that sent you here asked for something that cannot be done, or this page is too old. Go back to the
app and begin again.</p>
<p class="note">For whoever makes the app: <strong>${error}</strong>${description ? html`: ${description}` : null}</p>`,
    });
  },
  signOut: (ctx, secret, action) => {
    const target = ctx.oidc.params?.["post_logout_redirect_uri"];
    show(ctx, {
      title: "Sign out?",
      ...(typeof target === "string" ? { formTargets: [formTarget(target)] } : {}),
      body: html`
<p>${ctx.oidc.client?.clientName ?? "An app"} asks whether you want to sign out here too, in this browser.</p>
<form method="post" action="${action}">
<input type="hidden" name="xsrf" value="${secret}">
<p><button class="main" name="logout" value="yes">Sign out</button> <button>Stay signed in</button></p>
</form>`,
    });
  },
  signedOut: (ctx) => {
    show(ctx, { title: "Done", body: html`<p>You may close this page.</p>` });
  },
};

function show(ctx: KoaContextWithOIDC, page: Page): void {
  for (const [name, value] of pageHeaders(page)) ctx.set(name, value);
  ctx.body = pageText(page);
}
