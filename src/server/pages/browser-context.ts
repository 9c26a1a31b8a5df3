/** Who has the browser that asks for one of our pages. */
import type { IncomingMessage } from "node:http";
import { parseCookie } from "cookie";
import type { Exchange } from "../endpoint/exchange.ts";
import { type ContextDeps, guardedContext, type ServerContext, sessionCookieName } from "../request-context.ts";

/** The context of whoever has this browser; of nobody, if the session of its cookie has ended. */
export async function browserContext(deps: ContextDeps, exchange: Exchange): Promise<ServerContext> {
  const { headers } = exchange.request;
  // Pages are for browsers, which have cookies.
  delete headers.authorization;
  try {
    const ctx = await guardedContext(deps, exchange);
    // Nothing here is one statement that would prove a remembered session by itself.
    await ctx.proof?.demand();
    return ctx;
  } catch (error) {
    const hasDeadSession = headers.cookie !== undefined && (await personOfBrowser(deps, exchange.request)) === null;
    if (!hasDeadSession) throw error;
    delete headers.cookie;
    return guardedContext(deps, exchange);
  }
}

/** Primary key of the person whose session with us a browser has; null for none that holds. */
export async function personOfBrowser(deps: ContextDeps, request: IncomingMessage): Promise<string | null> {
  const { authenticate, dataSource, clock, secureCookies } = deps;
  const token = parseCookie(request.headers.cookie ?? "")[sessionCookieName(secureCookies)];
  const principal = token ? await authenticate(dataSource.manager, token, clock.now()) : null;
  return principal?.kind === "person" ? principal.personId : null;
}
