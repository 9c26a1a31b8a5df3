import { type DocumentNode, Kind, OperationTypeNode, visit } from "graphql";
import { uuidOf } from "../../platform/reads/global-ids.ts";
import { requestError } from "../format-error.ts";
import type { OperationPlugin } from "../operation-plugin.ts";
import type { ServerContext } from "../request-context.ts";

/** Finds what a subscription is to be told of: whatever it names, and for a door its meeting. */
export const subscriptionPlugin: OperationPlugin = () => ({
  didResolveOperation({ operation, document, request, contextValue }) {
    if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
    const { exchange, spending } = contextValue;
    if (!exchange.takesStream)
      throw requestError("BAD_REQUEST", 406, "Subscriptions are answered as `text/event-stream`, to a POST.");
    const ids = new Set([...idsIn(document, request.variables ?? {}), ...idsOf(contextValue)]);
    exchange.watch = { caller: spending.bucket.name, ids, text: null };
  },
});

function idsIn(document: DocumentNode, variables: Readonly<Record<string, unknown>>): string[] {
  const named: unknown[] = Object.values(variables);
  visit(document, { [Kind.STRING]: ({ value }) => void named.push(value) });
  return named.flatMap((value) => uuidOf(value)?.replaceAll("-", "") ?? []);
}

const idsOf = ({ principal }: ServerContext): string[] =>
  principal.kind === "door" ? [principal.meetingId.replaceAll("-", "")] : [];
