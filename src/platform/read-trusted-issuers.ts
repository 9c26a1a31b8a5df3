/** `TRUSTED_ISSUERS`: a JSON list, since an issuer has several parts. */
import type { Reader } from "./config-readers.ts";
import type { TrustedIssuer } from "./trusted-issuer.ts";

const ISSUERS_MAX = 10;
const PARTS: ReadonlySet<string> = new Set(["issuer", "audience", "jwksUrl", "clients"]);
/** Without HTTPS only to oneself, to try things out. */
const OWN_MACHINE: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

export const readTrustedIssuers: Reader<readonly TrustedIssuer[]> = (written) => {
  const value = parsed(written);
  return value !== null && value.length <= ISSUERS_MAX && value.every(isTrustedIssuer) && areDistinct(value)
    ? { value }
    : {
        fault:
          'must be a JSON list such as [{"issuer":"https://id.example","audience":"wellmet","jwksUrl":"https://id.example/jwks"}], over HTTPS, each issuer once',
      };
};

function parsed(written: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(written);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function isTrustedIssuer(value: unknown): value is TrustedIssuer {
  if (typeof value !== "object" || value === null || !Object.keys(value).every((part) => PARTS.has(part))) return false;
  const { issuer, audience, jwksUrl, clients = [] } = value as Record<string, unknown>;
  return isSafe(issuer) && isSafe(jwksUrl) && isName(audience) && Array.isArray(clients) && clients.every(isName);
}

const isName = (value: unknown): value is string => typeof value === "string" && value !== "";

function isSafe(value: unknown): boolean {
  if (!isName(value) || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === "https:" || (protocol === "http:" && OWN_MACHINE.has(hostname));
}

const areDistinct = (issuers: readonly TrustedIssuer[]): boolean =>
  new Set(issuers.map(({ issuer }) => issuer)).size === issuers.length;
