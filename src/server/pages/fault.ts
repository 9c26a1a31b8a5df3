/** What an act refused, for whoever reads the page to mend. */
import { DomainError, Refusal } from "../../platform/errors.ts";
import { type Html, html } from "./page.ts";

/** The sentence of a fault; undefined if the act went well. */
export async function faultIn(act: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof DomainError || error instanceof Refusal) return error.message;
    throw error;
  }
}

export const faultOf = (fault: string | undefined): Html | null =>
  fault === undefined ? null : html`<p class="fault" role="alert">${fault}</p>`;
