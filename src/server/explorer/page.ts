/** The explorer's own page: a few lines around GraphiQL, which is served from its package as it is. */
import type { Example } from "./example.ts";

export interface PageAssets {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}

/** Only what we serve ourselves may run or be loaded; GraphiQL's menus set styles on elements. */
export const EXPLORER_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const explorerPage = ({ scripts, styles }: PageAssets): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Wellmet · API explorer</title>
    <link rel="icon" href="data:,">
${styles.map((url) => `    <link rel="stylesheet" href="${url}">`).join("\n")}
  </head>
  <body>
    <main id="explorer"><p class="loading">Loading the explorer …</p></main>
    <noscript>The explorer needs JavaScript. The API itself does not: POST your operation to this address.</noscript>
${scripts.map((url) => `    <script src="${url}" defer></script>`).join("\n")}
  </body>
</html>
`;

export const EXPLORER_STYLE = `html, body, #explorer { margin: 0; height: 100%; overflow: hidden; }
.loading { margin: 0; padding: 2rem; font: 16px/1.5 system-ui, sans-serif; color: #3b4b68; }
.wellmet { font: 600 16px/1 system-ui, sans-serif; letter-spacing: .02em; white-space: nowrap; }
.wellmet small { margin-left: .6em; font-weight: 400; opacity: .65; }
`;

/** The answer of a failed request is shown like any other: it is JSON, and says why. */
export const explorerScript = (examples: readonly Example[]): string => `"use strict";
(() => {
  const examples = ${JSON.stringify(examples)};
  const INSTANT = /\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z/g;
  const link = new URLSearchParams(location.search);
  const linked = link.get("query");
  const week = 7 * 86400000;
  const inAWeekToCome = (variables) => {
    const [first] = variables.match(INSTANT) || [];
    const later = Math.max(0, Math.ceil((Date.now() - Date.parse(first)) / week)) * week;
    return variables.replace(INSTANT, (instant) => new Date(Date.parse(instant) + later).toISOString());
  };
  const tabs = examples.map(({ query, variables = "", comesAgain }) => ({
    query,
    variables: comesAgain ? inAWeekToCome(variables) : variables,
    headers: "",
  }));
  if (linked) tabs.unshift({ query: linked, variables: link.get("variables") || "", headers: "" });
  // What somebody wrote here before is kept by GraphiQL, and stands above the examples. It finds the tab that was open
  // by its content, which it saves with a delay: told from the tabs themselves, it never opens the same one twice.
  const keptTab = () => {
    try {
      const { tabs: kept, activeTabIndex } = JSON.parse(localStorage.getItem("graphiql:tabState"));
      return { query: kept[activeTabIndex].query || "", variables: kept[activeTabIndex].variables || "" };
    } catch {
      return null;
    }
  };
  const first = (linked ? null : keptTab()) || tabs[0];

  const fetcher = async (operation, { headers } = {}) => {
    const response = await fetch("/graphql", {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json", accept: "application/graphql-response+json", ...headers },
      body: JSON.stringify(operation),
    });
    return response.json();
  };

  const h = React.createElement;
  const explorer = h(
    GraphiQL,
    {
      fetcher,
      query: first.query,
      variables: first.variables,
      defaultTabs: tabs,
      defaultEditorToolsVisibility: "variables",
      isHeadersEditorEnabled: true,
      shouldPersistHeaders: false,
      inputValueDeprecation: true,
    },
    h(GraphiQL.Logo, null, h("span", { className: "wellmet" }, "Wellmet", h("small", null, "API explorer"))),
  );
  ReactDOM.createRoot(document.getElementById("explorer")).render(explorer);
})();
`;
