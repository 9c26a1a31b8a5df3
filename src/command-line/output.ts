/** The one place of the command line that prints: results on standard output, everything said about them on standard error. */

/** A result that another program may read. */
export const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** What was done, for the person at the terminal. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** A fault that the person at the terminal can mend: told in a sentence, without a stack. Ends with exit code 1. */
export class CommandFailed extends Error {}
