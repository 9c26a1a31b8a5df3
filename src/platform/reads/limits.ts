/** The stated maxima of reads. */

/** Rows of a page when neither `first` nor `last` is given. */
export const PAGE_SIZE_DEFAULT = 20;
/** Rows of a page at most. */
export const PAGE_SIZE_MAX = 100;
/** Global ids that `nodes` takes at once. */
export const NODES_MAX = 100;
/** Rows that a plain list may have and still count as short: it is priced by habit. A longer one is priced at its maximum. */
export const SHORT_LIST_MAX = 20;
/** Values in one list of a filter. */
export const FILTER_LIST_MAX = 100;
/** Faults in an operation's variables that are told at once. */
export const COERCION_ERRORS_MAX = 10;
/** Characters of a cursor; the longest sortable text takes far less. */
export const CURSOR_LENGTH_MAX = 8192;
/** Shapes kept of one document and audience; a document with more starts its tree anew. */
export const SHAPES_MAX = 64;
/** Fields and tables of one statement, those of its policies included: compiling so many takes some milliseconds. */
export const STATEMENT_PARTS_MAX = 1_500;
/** Bytes of one statement: beyond it, the database's planner would be the one to suffer. */
export const STATEMENT_BYTES_MAX = 64 * 1024;
/** Bytes of all plans together; beyond it the longest unused are forgotten. */
export const PLAN_BYTES_MAX = 32 * 1024 * 1024;
/** Bytes that a plan is counted as beside its text: its values and questions, and the document that they were made of. */
export const PLAN_OVERHEAD_BYTES = 16 * 1024;
/** Runs of a plan without a name: PostgreSQL keeps what has one, about 125 kB a statement and connection. */
export const UNNAMED_RUNS = 2;
/** Statements that a connection keeps under a name; the longest unused is given up. */
export const NAMED_STATEMENTS_MAX = 100;
