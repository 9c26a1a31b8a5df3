import { textScalar } from "./scalar.ts";

/**
 * Intl knows every IANA name but answers with CLDR's choice of name, which never changes even where the
 * IANA time-zone database has moved on. These are the names that differ (tzdata 2025b).
 */
const RENAMED: Readonly<Record<string, string>> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Catamarca": "America/Argentina/Catamarca",
  "America/Coral_Harbour": "America/Atikokan",
  "America/Cordoba": "America/Argentina/Cordoba",
  "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "America/Jujuy": "America/Argentina/Jujuy",
  "America/Louisville": "America/Kentucky/Louisville",
  "America/Mendoza": "America/Argentina/Mendoza",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

/** `Area/Place`, which leaves out `Etc/GMT+5`, `SystemV/EST5` and bare offsets: they know no daylight saving. */
const PLACE = /^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)\//;

export const TimeZone = textScalar({
  name: "TimeZone",
  description:
    "IANA time-zone name, for example `Europe/London`, or `UTC`. Old names and any letter case are read and printed as today's name; a fixed offset such as `Etc/GMT+5` is refused.",
  specifiedByURL: "https://www.iana.org/time-zones",
  expected: "an IANA time-zone name, such as `Europe/London`; a fixed offset is none",
  read: readTimeZone,
});

/** Today's IANA name of a zone, or null for what is none. */
export function readTimeZone(text: string): string | null {
  let name: string;
  try {
    name = new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
  if (name === "UTC") return name;
  return PLACE.test(name) ? (RENAMED[name] ?? name) : null;
}
