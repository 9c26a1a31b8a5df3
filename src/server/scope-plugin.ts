import { OperationTypeNode } from "graphql";
import { requestError } from "./format-error.ts";
import type { OperationPlugin } from "./operation-plugin.ts";

/** Keys and apps read, and do nothing else: not even what anybody may do without a credential. */
export const scopePlugin: OperationPlugin = () => ({
  didResolveOperation({ operation, contextValue }) {
    const { kind } = contextValue.principal;
    if ((kind !== "service" && kind !== "app") || operation?.operation === OperationTypeNode.QUERY) return;
    throw requestError("INSUFFICIENT_SCOPE", 403, "Keys and apps read, and change nothing.");
  },
});
