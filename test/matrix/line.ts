/** A line of the matrix: what is asked, and what each role gets, in the order of `ROLES`. */
import type { MatrixHouse } from "./house.ts";
import type { Role } from "./roles.ts";

type Input = Readonly<Record<string, unknown>>;

/** A mutation, which ends `ok` or in its first code. */
export interface Act {
  readonly input: (h: MatrixHouse, role: Role) => Input;
  readonly outcomes: string;
}
export type Acts = Readonly<Record<string, Act | readonly Act[]>>;
export const act = (input: Act["input"], outcomes: string): Act => ({ input, outcomes });

/** A query, which ends in `ok`, `null`, or `empty`. */
export interface Question {
  readonly query: (h: MatrixHouse) => string;
  readonly outcomes: string;
}
export const ask = (query: Question["query"], outcomes: string): Question => ({ query, outcomes });
export const node = (id: (h: MatrixHouse) => string, outcomes: string): Question =>
  ask((h) => `node(id: "${id(h)}") { id }`, outcomes);

/** Of what is the caller's own, whoever calls. */
export const OWN = "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok";
/** Of what is somebody else's, whoever calls. */
export const FOREIGN =
  "UNAUTHENTICATED NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND NOT_FOUND";
