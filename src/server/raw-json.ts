/** JSON text that the database has already written: it goes into the answer as it is. */
export class RawJson {
  constructor(readonly text: string) {}

  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** Apollo's `stringifyResult`, with answers of the database passed through. Keys come in the order errors, data, extensions. */
export function stringifyResult(result: object): string {
  const parts = Object.entries(result).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return [`${JSON.stringify(key)}:${value instanceof RawJson ? value.text : JSON.stringify(value)}`];
  });
  return `{${parts.join(",")}}\n`;
}
