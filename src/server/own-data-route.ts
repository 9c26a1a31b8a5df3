import type { FastifyInstance } from "fastify";
import { madeOwnExport } from "../own-data/made-own-export.ts";
import type { Context } from "../platform/context.ts";
import { errorBody } from "./format-error.ts";
import { addMailPage } from "./mail-page.ts";
import { linkForm } from "./pages/link-form.ts";
import { html } from "./pages/page.ts";

export const OWN_DATA_PATH = "/own-data";
export const OWN_DATA_FILE = "my-data.zip";
export const OWN_DATA_BUTTON = html`<p><button class="main">Save my data</button></p>`;
export const OWN_DATA_USED_UP = "This link is used up. Ask for your data again.";

const BEARER = /^Bearer (ngz_[0-9a-f]{64})$/;

const SCRIPT = `
  var button = document.querySelector("button");
  if (!token) answer.textContent = "This page gives you your data when you open it with the link of our mail.";
  button.hidden = !token;
  button.addEventListener("click", function () {
    button.disabled = true;
    fetch("/own-data/archive", { credentials: "omit", headers: { authorization: "Bearer " + token } })
      .then(function (response) {
        if (response.status === 404) return null;
        if (!response.ok) throw new Error();
        return response.blob();
      })
      .then(function (blob) {
        button.disabled = false;
        if (!blob) { answer.textContent = ${JSON.stringify(OWN_DATA_USED_UP)}; return; }
        var a = document.createElement("a");
        a.href = URL.createObjectURL(blob);
        a.download = ${JSON.stringify(OWN_DATA_FILE)};
        a.click();
        answer.textContent = "Your data is saved as ${OWN_DATA_FILE}.";
      })
      .catch(function () {
        failed();
        button.disabled = false;
      });
  });
`;

/** The page that the mail of `exportMyData` links to, and the archive behind it. The token is the only credential. */
export function addOwnDataRoute(app: FastifyInstance, contextOf: (requestId: string) => Context): void {
  addMailPage(app, {
    path: OWN_DATA_PATH,
    title: "Your data",
    body: '<p><button type="button" hidden>Save my data</button></p>',
    withoutScripts: linkForm({ path: OWN_DATA_PATH, rest: OWN_DATA_BUTTON }),
    usesCookies: false,
    script: SCRIPT,
  });
  app.get(`${OWN_DATA_PATH}/archive`, async (request, reply) => {
    const [, token] = BEARER.exec(request.headers.authorization ?? "") ?? [];
    const archive = token === undefined ? null : await madeOwnExport(contextOf(request.id), token);
    reply.header("cache-control", "no-store");
    if (archive) {
      return reply
        .header("content-type", "application/zip")
        .header("content-disposition", `attachment; filename="${OWN_DATA_FILE}"`)
        .send(archive);
    }
    return reply
      .code(404)
      .header("content-type", "application/json; charset=utf-8")
      .send(errorBody("BAD_REQUEST", "This link to your data is none, or no longer. Ask for a new one.", request.id));
  });
}
