/** GraphiQL for people with a browser, served wholly by us: nothing is loaded from elsewhere, nothing is built. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyInstance, FastifyReply } from "fastify";
import { examples } from "./examples.ts";
import { EXPLORER_POLICY, EXPLORER_STYLE, explorerPage, explorerScript } from "./page.ts";

/** Where the parts lie; a part's name carries the hash of its content, so that it may be kept for ever. */
const ASSET_PATH = "/explorer";
const KEPT_FOR_EVER = "public, max-age=31536000, immutable";
/** A tenth of a second for the largest part, once a process. */
const BROTLI_QUALITY = 5;

const fromPackage = (name: string, file: string) => (): Promise<Buffer> =>
  readFile(join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file));
const ofOurs = (text: string) => () => Promise.resolve(Buffer.from(text));

interface Part {
  readonly name: string;
  readonly type: "text/javascript" | "text/css";
  readonly read: () => Promise<Buffer>;
}

/** In the order in which the page loads them. */
const PARTS: readonly Part[] = [
  { name: "react", type: "text/javascript", read: fromPackage("react", "umd/react.production.min.js") },
  { name: "react-dom", type: "text/javascript", read: fromPackage("react-dom", "umd/react-dom.production.min.js") },
  { name: "graphiql", type: "text/javascript", read: fromPackage("graphiql", "graphiql.min.js") },
  { name: "explorer", type: "text/javascript", read: ofOurs(explorerScript(examples)) },
  { name: "graphiql", type: "text/css", read: fromPackage("graphiql", "graphiql.min.css") },
  { name: "explorer", type: "text/css", read: ofOurs(EXPLORER_STYLE) },
];

type Encoding = "br" | "gzip" | "identity";

interface Asset {
  readonly url: string;
  readonly type: Part["type"];
  readonly body: Buffer;
  readonly packed: Map<Encoding, Promise<Buffer>>;
}

const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/** Nothing is read before the first browser comes: starting stays fast. */
export function addExplorer(app: FastifyInstance): void {
  let loading: Promise<readonly Asset[]> | undefined;
  const load = (): Promise<readonly Asset[]> => {
    loading ??= Promise.all(PARTS.map(loadPart));
    return loading;
  };

  app.get<{ Params: { file: string } }>(`${ASSET_PATH}/:file`, async (request, reply) => {
    const asset = (await load()).find(({ url }) => url === `${ASSET_PATH}/${request.params.file}`);
    if (!asset) {
      reply.callNotFound();
      return reply;
    }
    const encoding = encodingFor(request.headers["accept-encoding"] ?? "");
    if (encoding !== "identity") reply.header("content-encoding", encoding);
    return reply
      .header("content-type", `${asset.type}; charset=utf-8`)
      .header("cache-control", KEPT_FOR_EVER)
      .header("vary", "accept-encoding")
      .send(await pack(asset, encoding));
  });

  // Whoever wants something else than a page is answered by the endpoint, before this.
  app.get("/graphql", async (_request, reply) => sendPage(reply, await load()));
}

function sendPage(reply: FastifyReply, assets: readonly Asset[]): FastifyReply {
  const urls = (type: Part["type"]) => assets.filter((asset) => asset.type === type).map(({ url }) => url);
  return reply
    .header("content-type", "text/html; charset=utf-8")
    .header("content-security-policy", EXPLORER_POLICY)
    .header("cache-control", "no-cache")
    .header("vary", "accept")
    .send(explorerPage({ scripts: urls("text/javascript"), styles: urls("text/css") }));
}

/** Browsers name `text/html` when a person follows a link; clients of the API name JSON, or nothing in particular. */
export function wantsPage({ method, headers }: Pick<IncomingMessage, "method" | "headers">): boolean {
  const accept = headers.accept ?? "";
  return method === "GET" && accept.includes("text/html") && !accept.includes("json");
}

async function loadPart({ name, type, read }: Part): Promise<Asset> {
  const body = await read();
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);
  const url = `${ASSET_PATH}/${name}.${hash}.${type === "text/css" ? "css" : "js"}`;
  return { url, type, body, packed: new Map() };
}

const encodingFor = (accepted: string): Encoding =>
  /\bbr\b/.test(accepted) ? "br" : /\bgzip\b/.test(accepted) ? "gzip" : "identity";

/** Packed once, when first asked for, and kept. */
function pack({ body, packed }: Asset, encoding: Encoding): Promise<Buffer> {
  const known = packed.get(encoding);
  if (known) return known;
  const packing =
    encoding === "br"
      ? compress.br(body, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } })
      : encoding === "gzip"
        ? compress.gzip(body)
        : Promise.resolve(body);
  packed.set(encoding, packing);
  return packing;
}
