/** Where a request comes from, as far as limits care. */
import { isIPv4, isIPv6 } from "node:net";

const GROUPS = 8;
/** What one household or server is given: an IPv6 /64. Everything below it is one and the same caller. */
const PREFIX_GROUPS = 4;

/**
 * One name for all addresses of a network: an IPv4 address itself, the /64 of an IPv6 one. Written one way only, so
 * that another spelling of the same address (`::ffff:1.2.3.4`, leading zeros, capitals) buys no new limit.
 */
export function networkOf(address: string): string {
  const bare = address.replace(/%.*$/, "");
  if (isIPv4(bare)) return bare;
  if (!isIPv6(bare)) return "unknown";
  const groups = expanded(bare);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 0xff])
      .join(".");
  return `${groups
    .slice(0, PREFIX_GROUPS)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

function expanded(address: string): number[] {
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = "", tail] = plain.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const middle = tail === undefined ? 0 : GROUPS - left.length - right.length;
  return [...left, ...Array<string>(middle).fill("0"), ...right].map((group) => Number.parseInt(group, 16));
}
