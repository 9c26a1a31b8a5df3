/**
 * The parts of graphql-js 16 that it does not export from its index: merging of fields and fragments,
 * and coercion. Taken as they are, so that answers merge and coerce exactly as an ordinary server's do.
 * The version is pinned; this is the only file that knows.
 */
export { collectFields, collectSubfields } from "graphql/execution/collectFields.js";
export { getArgumentValues, getVariableValues } from "graphql/execution/values.js";
