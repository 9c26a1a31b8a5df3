/** Pages of our own for people with a browser: they work without scripts, by forms that come back to where they stand. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { CONNECTED_APPS_PATH } from "../../apps/app.mails.ts";
import { Exchange, type ExchangeDeps } from "../endpoint/exchange.ts";
import { INVITATION_PATH } from "../invitation-page.ts";
import type { ContextDeps, ServerContext } from "../request-context.ts";
import { browserContext } from "./browser-context.ts";
import { connectedAppsPage } from "./connected-apps-page.ts";
import { DOORS_PATH, doorsPage } from "./doors-page.ts";
import { FormFault, readForm } from "./form.ts";
import { introductionForm } from "./introduction-form.ts";
import { invitationForm } from "./invitation-form.ts";
import { linkPageStep } from "./link-form.ts";
import { ownDataForm } from "./own-data-form.ts";
import type { Page } from "./page.ts";
import { sendFile, showFailure, showPage, showRedirect, showTooMuch } from "./show-page.ts";
import { signInLinkForm } from "./sign-in-link-form.ts";
import { visitForm } from "./visit-form.ts";

/** Points that one request costs its network address; 600 of them fit into a minute unless configured otherwise. */
const POINTS = 10;

/** One request for a page, by whoever has the browser. */
export interface Visit {
  readonly ctx: ServerContext;
  readonly query: URLSearchParams;
  /** Null when the page is asked for. */
  readonly form: URLSearchParams | null;
}

/** What the browser is to save under a name. */
export interface SavedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** What a visit comes to: a page, a way to go, or a file. */
export type Step = { readonly page: Page } | { readonly redirect: string } | { readonly file: SavedFile };

const PAGES: ReadonlyMap<string, (visit: Visit) => Promise<Step>> = new Map([
  [CONNECTED_APPS_PATH, connectedAppsPage],
  [DOORS_PATH, doorsPage],
]);

/** What forms of pages send that somebody else shows. */
const FORMS: ReadonlyMap<string, (visit: Visit) => Promise<Step>> = new Map([
  ...[introductionForm, visitForm, signInLinkForm, ownDataForm].map((page) => [page.path, linkPageStep(page)] as const),
  [INVITATION_PATH, invitationForm],
]);

export interface PagesDeps extends ExchangeDeps {
  readonly context: ContextDeps;
}

export class PagesDoor {
  constructor(private readonly deps: PagesDeps) {}

  /** Takes a request that is for it; false for any other. */
  take(request: IncomingMessage, response: ServerResponse): boolean {
    const path = (request.url ?? "").split("?", 1)[0] ?? "";
    const visit = PAGES.get(path) ?? (request.method === "POST" ? FORMS.get(path) : undefined);
    if (!visit) return false;
    const exchange = new Exchange(request, response, this.deps);
    this.answer(exchange, visit).catch((error: unknown) => showFailure(exchange, response, error));
    return true;
  }

  private async answer(exchange: Exchange, visit: (visit: Visit) => Promise<Step>): Promise<void> {
    const { context } = this.deps;
    const { rateLimits, allowedOrigins } = context;
    const { method, address, search } = exchange;
    if (!rateLimits.pour(rateLimits.bucketOfAddress(address), POINTS).allowed) {
      showTooMuch(exchange);
      return;
    }
    if (!["GET", "HEAD", "POST"].includes(method)) throw new FormFault(405, "Only pages and forms are here.");
    const form = method === "POST" ? await readForm(exchange, allowedOrigins) : null;
    const ctx = await browserContext(context, exchange);
    const step = await visit({ ctx, form, query: new URLSearchParams(search) });
    if ("page" in step) showPage(exchange, 200, step.page);
    else if ("file" in step) sendFile(exchange, step.file);
    else showRedirect(exchange, step.redirect);
  }
}
