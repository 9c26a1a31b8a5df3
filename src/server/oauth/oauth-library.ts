/** `oidc-provider`, which carries the protocol. Loaded when the first request for it comes: the rest starts without. */
import type * as library from "oidc-provider";
import type { Log } from "../../platform/log.ts";

export type Library = typeof library;

/** What the library says on Node 20, where all our tests run as well. */
const OLD_RUNTIME = "Unsupported runtime";

let loading: Promise<Library> | undefined;

/** The library writes to the console while it loads; what it says there belongs into our log. */
export const oauthLibrary = (log: Log): Promise<Library> => (loading ??= loadQuietly(log));

async function loadQuietly(log: Log): Promise<Library> {
  const { console } = globalThis;
  const warn = console.warn.bind(console);
  console.warn = (...said: unknown[]) => {
    const text = said.map(String).join(" ");
    if (text.includes(OLD_RUNTIME)) log.debug({ said: text }, "the library of OAuth prefers a later Node.js");
    else warn(...said);
  };
  try {
    return await import("oidc-provider");
  } finally {
    console.warn = warn;
  }
}
