/** What is wrong with one line of a file. */
export interface CsvFault {
  /** Line on which the record begins, counted from 1; the heading is line 1. */
  readonly line: number;
  readonly reason: string;
}

/** The file as a whole cannot be read as what it should be. Told in a sentence, without a stack. */
export class UnreadableCsv extends Error {}
