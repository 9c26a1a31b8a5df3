/** What a form of one of our pages brings. */
import type { IncomingMessage } from "node:http";
import type { Exchange } from "../endpoint/exchange.ts";

/** Bytes of a form: twenty groups and a dozen scopes are far less. */
const FORM_BYTES_MAX = 16_384;

export class FormFault extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** @throws FormFault for a form that comes from elsewhere, or is none */
export async function readForm(exchange: Exchange, ownOrigins: ReadonlySet<string>): Promise<URLSearchParams> {
  const { headers, request } = exchange;
  // Browsers say where a form stands; whoever does not say so is no browser of ours.
  if (!ownOrigins.has(headers.origin ?? "")) throw new FormFault(403, "This form was not sent from our own page.");
  if (!/^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? "")) {
    throw new FormFault(415, "This is no form.");
  }
  return new URLSearchParams(await bodyOf(request));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > FORM_BYTES_MAX) throw new FormFault(413, "This form is too long.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
