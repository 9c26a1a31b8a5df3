/** JSON text that the database has already written: it goes into the answer as it is. */
export class RawJson {
  constructor(readonly text: string) {}

  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** Apollo's `stringifyResult`, with answers of the database passed through. Keys come in the order errors, data, extensions. */
export function stringifyResult({ errors, data, extensions }: Result): string {
  // As nearly every answer is.
  if (data instanceof RawJson && errors === undefined && extensions !== undefined)
    return `{"data":${data.text},"extensions":${JSON.stringify(extensions)}}\n`;
  const told = Object.entries({ errors, data, extensions }).filter(([, value]) => value !== undefined);
  return `{${told.map(([key, value]) => `"${key}":${value instanceof RawJson ? value.text : JSON.stringify(value)}`).join(",")}}\n`;
}

interface Result {
  readonly errors?: unknown;
  readonly data?: unknown;
  readonly extensions?: unknown;
}
