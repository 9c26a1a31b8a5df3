/** How a setting's text becomes a value. A fault finishes the sentence "<VARIABLE> …" and never repeats the value, which may be a secret. */
import { isIP } from "node:net";

export type Reader<T> = (written: string) => { readonly value: T } | { readonly fault: string };

export const text =
  (min: number, max: number): Reader<string> =>
  (written) => {
    if (written.length < min) return { fault: `must have at least ${min} characters` };
    return written.length > max ? { fault: `must have at most ${max} characters` } : { value: written };
  };

/** Distinct characters below which a key was typed rather than drawn; 32 hex digits have fewer than 8 once in millions. */
const SECRET_VARIETY_MIN = 8;

/** Long and varied: "changeme" written four times is no secret. */
export const secret =
  (min: number): Reader<string> =>
  (written) => {
    if (written.length < min) return { fault: `must have at least ${min} characters` };
    if (new Set(written).size < SECRET_VARIETY_MIN || /change.?me|secret.?key|example/i.test(written))
      return { fault: "must be drawn by chance, for example by `openssl rand -hex 32`" };
    return { value: written };
  };

export const integer =
  (min: number, max: number): Reader<number> =>
  (written) => {
    const value = /^\d+$/.test(written) ? Number(written) : Number.NaN;
    return value >= min && value <= max ? { value } : { fault: `must be a whole number from ${min} to ${max}` };
  };

export const choice =
  <const T extends string>(...choices: T[]): Reader<T> =>
  (written) => {
    const value = choices.find((each) => each === written);
    return value ? { value } : { fault: `must be one of ${choices.join(", ")}` };
  };

const url = (written: string, protocols: string[]): URL | null => {
  if (!URL.canParse(written)) return null;
  const parsed = new URL(written);
  return protocols.includes(parsed.protocol) && parsed.hostname !== "" ? parsed : null;
};

export const databaseUrl: Reader<string> = (written) =>
  url(written, ["postgres:", "postgresql:"])
    ? { value: written }
    : { fault: "must look like postgres://user:password@host:5432/database" };

export const smtpUrl: Reader<string> = (written) =>
  url(written, ["smtp:", "smtps:"]) ? { value: written } : { fault: "must look like smtp://user:password@host:587" };

/** Without the trailing slash, so that paths can be appended. */
export const webUrl: Reader<string> = (written) => {
  const parsed = url(written, ["http:", "https:"]);
  if (!parsed || parsed.search || parsed.hash) return { fault: "must look like https://wellmet.example" };
  return { value: parsed.href.replace(/\/$/, "") };
};

export const origins: Reader<string[]> = (written) => {
  const values = parts(written);
  return values.every((value) => url(value, ["http:", "https:"])?.origin === value)
    ? { value: values }
    : { fault: "must list origins such as https://app.example, by comma, without a path" };
};

/** As Fastify takes it. */
export const trustedProxies: Reader<boolean | number | string> = (written) => {
  if (written === "true" || written === "false") return { value: written === "true" };
  if (/^\d{1,2}$/.test(written)) return { value: Number(written) };
  const values = parts(written);
  return values.length > 0 && values.every(isNetwork)
    ? { value: values.join(",") }
    : { fault: "must be true, false, a number of hops, or addresses and networks by comma" };
};

const parts = (written: string): string[] =>
  written
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

function isNetwork(written: string): boolean {
  const [address = "", bits, ...rest] = written.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
