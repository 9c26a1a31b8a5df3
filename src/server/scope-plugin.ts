import { OperationTypeNode } from "graphql";
import { requestError } from "./format-error.ts";
import type { OperationPlugin } from "./operation-plugin.ts";

/** Keys read, and do nothing else: not even what anybody may do without a credential. What apps may, each field says. */
export const scopePlugin: OperationPlugin = () => ({
  didResolveOperation({ operation, contextValue }) {
    if (contextValue.principal.kind !== "service" || operation?.operation !== OperationTypeNode.MUTATION) return;
    throw requestError("INSUFFICIENT_SCOPE", 403, "Keys read, and change nothing.");
  },
});
