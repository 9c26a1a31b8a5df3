import { type DocumentNode, Kind, OperationTypeNode, type SelectionSetNode } from "graphql";
import { requestError } from "./format-error.ts";
import type { OperationPlugin } from "./operation-plugin.ts";

/** All that the token of a door is good for; whatever is added to the schema is not, unless it is written here. */
const ROOT_FIELDS: Readonly<Record<OperationTypeNode, readonly string[]>> = {
  [OperationTypeNode.QUERY]: ["door", "rateLimit", "__typename", "__schema", "__type"],
  [OperationTypeNode.MUTATION]: ["recordAttendance", "checkInWithCode", "__typename"],
  [OperationTypeNode.SUBSCRIPTION]: ["doorChanged", "__typename"],
};

/** A telephone at the entrance takes the roll of its meeting, and does nothing else. */
export const doorPlugin: OperationPlugin = () => ({
  didResolveOperation({ operation, document, contextValue }) {
    if (contextValue.principal.kind !== "door" || !operation) return;
    const allowed = ROOT_FIELDS[operation.operation];
    for (const name of rootFields(document, operation.selectionSet)) {
      if (!allowed.includes(name)) throw requestError("INSUFFICIENT_SCOPE", 403, "A door takes its roll, and no more.");
    }
  },
});

function* rootFields(document: DocumentNode, { selections }: SelectionSetNode): Generator<string> {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) yield selection.name.value;
    else if (selection.kind === Kind.INLINE_FRAGMENT) yield* rootFields(document, selection.selectionSet);
    else {
      const named = document.definitions.find(
        (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
      );
      if (named?.kind === Kind.FRAGMENT_DEFINITION) yield* rootFields(document, named.selectionSet);
    }
  }
}
