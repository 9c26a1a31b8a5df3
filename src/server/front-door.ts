import type { FastifyInstance } from "fastify";
import { wantsPage } from "./explorer/explorer.ts";

/** What a program finds at the bare address: where everything is. */
const DIRECTORY = { service: "Wellmet", graphql: "/graphql", health: "/healthz", readiness: "/readyz" };

/** `GET /`: a person with a browser is led to the explorer, a program is told where things are. */
export function addFrontDoor(app: FastifyInstance): void {
  app.get("/", (request, reply) => {
    reply.header("vary", "accept");
    return wantsPage(request) ? reply.redirect(DIRECTORY.graphql, 303) : reply.send(DIRECTORY);
  });
}
