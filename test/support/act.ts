/** Sends one mutation and gives its payload, with the faults that every test of an act looks at. */
import type { Anything } from "./anything.ts";
import type { CastApi, CastName } from "./cast.ts";

export interface Fault {
  readonly __typename: string;
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[] | null;
}

export type Payload = Record<string, Anything> & { readonly errors: readonly Fault[] };

export interface Outcome {
  /** Null if the act was refused at the top level. */
  readonly payload: Payload | null;
  /** Codes of the payload's errors, or of the top-level ones: `[]` is success. */
  readonly codes: readonly string[];
  readonly messages: readonly string[];
}

/** `act(api, "ada", "joinGroup", { groupId }, "membership { id }")`; null is nobody. */
export async function act(
  api: CastApi,
  who: CastName | (string & {}) | null,
  name: string,
  input: Record<string, unknown>,
  selection = "",
): Promise<Outcome> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation Act($input: ${type}!) { ${name}(input: $input) { ${selection} errors { __typename code message path } } }`;
  const { data, errors } = await api.as(who).graphql<Record<string, Payload | null>>(query, { input });
  const payload = data?.[name] ?? null;
  if (errors) return { payload, codes: errors.map((e) => e.extensions.code), messages: errors.map((e) => e.message) };
  const faults = payload?.errors ?? [];
  return { payload, codes: faults.map((fault) => fault.code), messages: faults.map((fault) => fault.message) };
}

/** The payload of an act that must succeed. */
export async function done(...given: Parameters<typeof act>): Promise<Payload> {
  const { payload, codes, messages } = await act(...given);
  if (!payload || codes.length > 0) throw new Error(`${given[2]}: ${codes.join(", ")} ${messages.join(" ")}`);
  return payload;
}
