/** How pages leave the house, and what is shown where there is none to show. */
import type { ServerResponse } from "node:http";
import { GraphQLError } from "graphql";
import type { Exchange } from "../endpoint/exchange.ts";
import { FormFault } from "./form.ts";
import { html, type Page, pageHeaders, pageText } from "./page.ts";
import type { SavedFile } from "./pages-door.ts";

export function showPage(exchange: Exchange, status: number, page: Page): void {
  for (const [name, value] of pageHeaders(page)) exchange.header(name, value);
  exchange.send(status, pageText(page));
}

export function showRedirect(exchange: Exchange, location: string): void {
  exchange.header("location", location);
  exchange.send(303, "");
}

export function sendFile(exchange: Exchange, { name, type, bytes }: SavedFile): void {
  exchange.header("content-type", type);
  exchange.header("content-disposition", `attachment; filename="${name}"`);
  exchange.header("cache-control", "no-store");
  exchange.send(200, bytes);
}

export const showTooMuch = (exchange: Exchange): void =>
  showPage(exchange, 429, refusalPage("Too much at once", "Wait a minute, then try again."));

/** A sentence for what whoever asked can mend; the log has the rest. */
export function showFailure(exchange: Exchange, response: ServerResponse, error: unknown): void {
  const status = error instanceof FormFault ? error.status : refusedWith(error);
  if (status !== undefined && status < 500) {
    return showPage(exchange, status, refusalPage("This did not work", (error as Error).message));
  }
  exchange.log.error({ err: error }, "answered outside of GraphQL");
  if (response.headersSent) response.destroy();
  else exchange.refuseForNow();
}

const refusedWith = (error: unknown): number | undefined =>
  error instanceof GraphQLError ? (error.extensions["http"] as { status?: number } | undefined)?.status : undefined;

const refusalPage = (title: string, sentence: string): Page => ({
  title,
  body: html`<p role="alert">${sentence}</p>`,
});
