/** Doors opened through the endpoint, and what is sent with their tokens. */
import { done } from "./act.ts";
import type { CastApi } from "./cast.ts";
import type { GraphQLAnswer } from "./start-api.ts";

export interface OpenedDoor {
  /** Global id. */
  readonly id: string;
  readonly token: string;
}

export async function openDoor(
  api: CastApi,
  who: string,
  meetingId: string,
  more: Record<string, unknown> = {},
): Promise<OpenedDoor> {
  const { door, token } = await done(api, who, "openDoor", { meetingId, ...more }, "token door { id }");
  return { id: door.id, token };
}

export const atDoor = <Data = Record<string, unknown>>(
  api: CastApi,
  token: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<GraphQLAnswer<Data>> => api.graphql<Data>(query, variables, { as: token });

interface Recorded {
  readonly status: number;
  /** Outcomes of the marks with the reason of a refusal; or the codes of what went wrong as a whole. */
  readonly outcomes: readonly string[];
}

/** Sends marks with the token of a door. */
export async function recordAtDoor(
  api: CastApi,
  token: string,
  meetingId: string,
  marks: readonly Record<string, unknown>[],
): Promise<Recorded> {
  const query = `mutation ($input: RecordAttendanceInput!) {
    recordAttendance(input: $input) { results { outcome reason } errors { code } } }`;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect
  const { status, data, errors } = await atDoor<any>(api, token, query, { input: { meetingId, marks } });
  const payload = data?.recordAttendance;
  const codes = errors?.map(({ extensions }) => extensions.code);
  const faults = payload?.errors.map(({ code }: { code: string }) => code);
  const results = payload?.results?.map(({ outcome, reason }: { outcome: string; reason: string | null }) =>
    reason === null ? outcome : `${outcome} ${reason}`,
  );
  return { status, outcomes: codes ?? results ?? faults };
}
