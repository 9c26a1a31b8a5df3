import { personId } from "../../command-line/demo/demo-people.ts";
import { globalId } from "../../platform/ids.ts";

/**
 * What the explorer opens with: operations of the demo world, one tab each.
 */
export interface Example {
  /** The operation, named so that its tab says what it is for. */
  readonly query: string;
  /** JSON, as it stands in the explorer's pane of variables. */
  readonly variables?: string;
  /** Instants in the variables lie in one week: the explorer shows those of a week to come. */
  readonly comesAgain?: true;
  /** Answers whoever organises the group only, as its text says. */
  readonly needsOrganiser?: true;
}

/** Somebody of the demo world. */
export const person = (name: Parameters<typeof personId>[0]): string => globalId("per", personId(name));
/** Variables, as somebody would write them. */
export const pretty = (variables: object): string => `${JSON.stringify(variables, null, 2)}\n`;
