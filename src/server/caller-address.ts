import type { IncomingMessage } from "node:http";
import proxyAddr from "@fastify/proxy-addr";

/** The network address of who sent a request, as far as the proxies in front are believed. */
export type CallerAddress = (request: IncomingMessage) => string;

/** @param trustProxy `TRUST_PROXY`: addresses and networks of proxies, a number of them in a row, or whether all are believed */
export function callerAddress(trustProxy: boolean | string | number): CallerAddress {
  if (trustProxy === false) return ({ socket }) => socket.remoteAddress ?? "";
  const isTrusted = trustOf(trustProxy);
  return (request) => proxyAddr(request, isTrusted);
}

function trustOf(trustProxy: true | string | number): (address: string, hops: number) => boolean {
  if (trustProxy === true) return () => true;
  if (typeof trustProxy === "number") return (_address, hops) => hops < trustProxy;
  return proxyAddr.compile(trustProxy.split(",").map((proxy) => proxy.trim()));
}
