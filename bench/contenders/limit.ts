/**
 * The limit: bare `node:http` and prepared, hand-written SQL that answers JSON text. No GraphQL, no policies, no limits:
 * it only looks up who asks, as everybody does.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import pg from "pg";
import type { Target } from "../operations/operation.ts";
import { operations } from "../operations/operations.ts";
import { POOL_SIZE, SESSION, sessionParameters } from "./credential.ts";

const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"], max: POOL_SIZE });
pool.on("error", () => undefined);

async function isKnown(client: pg.PoolClient, authorization: string | undefined): Promise<boolean> {
  const { rows } = await client.query({ ...SESSION, values: sessionParameters(authorization), rowMode: "array" });
  return rows.length === 1;
}

async function answer(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
  const name = (request.url ?? "").slice(1);
  const operation = operations[name as keyof typeof operations];
  if (!operation) return void response.writeHead(404).end();
  const client = await pool.connect();
  let text: string;
  try {
    if (!(await isKnown(client, request.headers.authorization))) return void response.writeHead(401).end();
    const { sql, parameters } = operation.limit;
    const { rows } = await client.query<string[]>({
      name,
      text: sql,
      values: parameters(JSON.parse(body) as Target),
      rowMode: "array",
    } as never);
    text = rows[0]?.[0] ?? "null";
  } finally {
    client.release();
  }
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) }).end(text);
}

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (part: string) => {
    body += part;
  });
  request.on("end", () => {
    answer(request, response, body).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
});
server.listen(Number(process.env["PORT"]), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
