import type { IncomingMessage } from "node:http";

/** Callers remembered. */
const CALLERS_MAX = 10_000;

/**
 * The network address of who sent a request, before Fastify has looked at it. Behind proxies that is Fastify's word, once
 * given for the same connection's address and the same `X-Forwarded-For`.
 */
export class CallerAddresses {
  private readonly known = new Map<string, string>();

  constructor(private readonly isBehindProxy: boolean) {}

  /** Null for who was not met yet. */
  of(request: IncomingMessage): string | null {
    const { remoteAddress = null } = request.socket;
    if (!this.isBehindProxy || remoteAddress === null) return remoteAddress;
    return this.known.get(nameOf(request)) ?? null;
  }

  remember(request: IncomingMessage, address: string): void {
    if (!this.isBehindProxy) return;
    if (this.known.size >= CALLERS_MAX) this.known.delete(this.known.keys().next().value ?? "");
    this.known.set(nameOf(request), address);
  }
}

const nameOf = ({ socket, headers }: IncomingMessage): string =>
  `${socket.remoteAddress} ${String(headers["x-forwarded-for"])}`;
