/** JSON text that the database has already written: it goes into the answer as it is. */
export class RawJson {
  constructor(readonly text: string) {}

  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** Apollo's `stringifyResult`, with answers of the database passed through. Keys come in the order errors, data, extensions. */
export function stringifyResult(result: object): string {
  let text = "";
  for (const [key, value] of Object.entries(result)) {
    if (value === undefined) continue;
    text += `${text === "" ? "{" : ","}"${key}":${value instanceof RawJson ? value.text : JSON.stringify(value)}`;
  }
  return text === "" ? "{}\n" : `${text}}\n`;
}
