/** Cards of people as any address book reads them: vCard 4.0 (RFC 6350). */

const LINE_END = "\r\n";
/** Longest line in bytes, its end not counted; longer ones are folded. */
const LINE_BYTES_MAX = 75;

/** One property: a text, several texts of a list, or the parts of a structured value; what is null is left out. */
export interface CardProperty {
  readonly name: string;
  /** Such as `TYPE=home`; ours, and never a client's. */
  readonly parameter?: string;
  readonly value:
    | { readonly text: string | null }
    | { readonly list: readonly string[] }
    | { readonly parts: readonly (string | null)[] }
    /** An address of the web or a number: written as it is, but for what would end the line. */
    | { readonly uri: string | null };
}

/** A card of these properties, in their order. */
export function vcard(properties: readonly CardProperty[]): string {
  const lines = properties.flatMap((property) => {
    const value = written(property.value);
    if (value === null) return [];
    return [`${property.name}${property.parameter ? `;${property.parameter}` : ""}:${value}`];
  });
  return ["BEGIN:VCARD", "VERSION:4.0", ...lines, "END:VCARD"].map((line) => folded(line) + LINE_END).join("");
}

function written(value: CardProperty["value"]): string | null {
  if ("text" in value) return value.text === null ? null : escaped(value.text);
  if ("uri" in value) return value.uri === null ? null : value.uri.replaceAll(/[\r\n]/g, "");
  if ("list" in value) return value.list.length === 0 ? null : value.list.map(escaped).join(",");
  if (value.parts.every((part) => part === null)) return null;
  return value.parts.map((part) => escaped(part ?? "")).join(";");
}

/** Backslashes, commas, semicolons and ends of lines have a meaning of their own. */
const escaped = (text: string): string => text.replaceAll(/[\\,;]/g, "\\$&").replaceAll(/\r\n|\r|\n/g, "\\n");

/** A long line goes on in the next one, after a blank; no character is torn apart. */
function folded(line: string): string {
  const lines: string[] = [];
  let current = "";
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > LINE_BYTES_MAX) {
      lines.push(current);
      [current, bytes] = [" ", 1];
    }
    current += character;
    bytes += size;
  }
  return [...lines, current].join(LINE_END);
}
