import { createHash } from "node:crypto";
import type { ApolloServerPlugin } from "@apollo/server";
import { RawJson } from "./raw-json.ts";
import type { ServerContext } from "./request-context.ts";

/** An answer to one caller is none to another who says who they are. */
const VARY = "origin, accept, authorization, cookie";

/**
 * Answers of a GET without a credential carry an `ETag`, so that a group's site asks again and is
 * told "as before". Weak, since `extensions.cost` changes with every request; never kept unasked,
 * since what is public may cease to be so.
 */
export const revalidationPlugin: ApolloServerPlugin<ServerContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ request, response, contextValue }) {
        const isPlainRead = request.http?.method === "GET" && contextValue.principal.kind === "anonymous";
        if (isPlainRead && response.body.kind === "single") {
          const { data, errors } = response.body.singleResult;
          if (!errors && data instanceof RawJson) {
            const etag = `W/"${createHash("sha256").update(data.text).digest("base64url")}"`;
            response.http.headers.set("etag", etag);
            response.http.headers.set("cache-control", "no-cache");
            response.http.headers.set("vary", VARY);
            if (request.http?.headers.get("if-none-match")?.includes(etag)) response.http.status = 304;
          }
        }
        return Promise.resolve();
      },
    }),
};
