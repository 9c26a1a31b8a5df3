import { OperationTypeNode } from "graphql";
import { isPageKey, type Principal } from "../platform/context.ts";
import type { Answered, OperationPlugin } from "./operation-plugin.ts";
import { etagOf, type Page } from "./public-pages/page.ts";
import { namesEtag, ownPageHeaders, pageHeaders } from "./public-pages/page-headers.ts";
import type { PublicPages } from "./public-pages/public-pages.ts";
import { RawJson } from "./raw-json.ts";

/** What an answer that others may keep must not say of whoever was the first to ask. */
const OF_ONE_CALLER = ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"];

/**
 * Answers of a GET without a credential carry an `ETag`, so that a group's site asks again and is
 * told "as before". Weak, since `extensions.cost` changes with every request. What is kept as a page says the same
 * to everybody, and may be kept by others for a moment; the rest never unasked, since what is public may cease to be so.
 */
export const revalidationPlugin =
  (pages: PublicPages | null): OperationPlugin =>
  () => ({
    willSendResponse(answered) {
      const { contextValue, operation } = answered;
      if (operation?.operation === OperationTypeNode.MUTATION) pages?.hint();
      const { exchange, principal } = contextValue;
      if (exchange.method !== "GET" || !seesWhatAllSee(principal)) return;
      const page = principal.kind === "anonymous" ? exchange.asking?.page : null;
      if (pages && page) sendPage(answered, page, pages);
      else sendOnce(answered);
    },
  });

const seesWhatAllSee = (principal: Principal): boolean => principal.kind === "anonymous" || isPageKey(principal);

/** The same bytes as whoever asks next is sent. */
function sendPage({ contextValue, response }: Answered, page: Page, pages: PublicPages): void {
  const { headers } = response.http;
  for (const name of OF_ONE_CALLER) headers.delete(name);
  for (const [name, value] of pageHeaders(page, pages)) headers.set(name, value);
  if (response.body.kind === "single") response.body.singleResult.extensions = { cost: page.cost };
  if (namesEtag(contextValue.exchange.headers["if-none-match"], page.etag)) response.http.status = 304;
}

function sendOnce({ contextValue, response }: Answered): void {
  if (response.body.kind !== "single") return;
  const { data, errors } = response.body.singleResult;
  if (errors || !(data instanceof RawJson)) return;
  const etag = etagOf(data.text);
  for (const [name, value] of ownPageHeaders({ etag })) response.http.headers.set(name, value);
  if (namesEtag(contextValue.exchange.headers["if-none-match"], etag)) response.http.status = 304;
}
