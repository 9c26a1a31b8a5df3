/**
 * Pages that mails link to, for who runs no scripts. What a mail hands over stands behind the `#` of its link, which
 * browsers keep to themselves: so the reader pastes the link, and a form brings it, in the body and never in an address.
 */
import type { ServerContext } from "../request-context.ts";
import { faultIn, faultOf } from "./fault.ts";
import { type Html, html } from "./page.ts";
import type { SavedFile, Step, Visit } from "./pages-door.ts";

/** Characters of a pasted link; ours are a third of that. */
const LINK_LENGTH_MAX = 400;

export interface LinkPage {
  readonly path: string;
  readonly title: string;
  /** What stands between the pasted link and the end of the form: its buttons at least. */
  readonly rest: Html;
  /** Does what the form says, and gives the sentence that tells how it went, or what it was asked for. */
  readonly act: (ctx: ServerContext, token: string, form: URLSearchParams) => Promise<string | SavedFile>;
  /** Whether it acts for whoever has the browser; otherwise for whoever has the link. */
  readonly usesCookies: boolean;
}

export const linkForm = ({ path, rest }: Pick<LinkPage, "path" | "rest">, link = ""): Html => html`
<form method="post" action="${path}">
<label for="link">Paste the link of our mail here; it stands in the address bar too</label>
<input id="link" name="link" type="text" required maxlength="${String(LINK_LENGTH_MAX)}" autocomplete="off" spellcheck="false" value="${link}">
${rest}
</form>`;

export const linkPageStep =
  (page: LinkPage) =>
  async ({ ctx, form }: Visit): Promise<Step> => {
    const { title, act, usesCookies } = page;
    const link = (form?.get("link") ?? "").slice(0, LINK_LENGTH_MAX);
    let came: string | SavedFile = "";
    const fault = await faultIn(async () => {
      came = await act(usesCookies ? ctx : asNobody(ctx), tokenIn(link), form ?? new URLSearchParams());
    });
    if (fault !== undefined) return { page: { title, body: html`${faultOf(fault)}${linkForm(page, link)}` } };
    return isFile(came) ? { file: came } : { page: { title, body: html`<p class="note" role="status">${came}</p>` } };
  };

const isFile = (came: string | SavedFile): came is SavedFile => typeof came !== "string";

/** Behind the `#`, or all of it for who pasted only that. */
export const tokenIn = (link: string): string => link.slice(link.lastIndexOf("#") + 1).trim();

const asNobody = (ctx: ServerContext): ServerContext => ({ ...ctx, principal: { kind: "anonymous" }, viewerId: null });
