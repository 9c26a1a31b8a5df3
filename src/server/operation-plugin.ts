import type {
  ApolloServerPlugin,
  GraphQLRequestContext,
  GraphQLRequestListener,
  GraphQLResponse,
} from "@apollo/server";
import type { ServerContext } from "./request-context.ts";

type Step<Hook extends keyof GraphQLRequestListener<ServerContext>> = Parameters<
  NonNullable<GraphQLRequestListener<ServerContext>[Hook]>
>[0];

/** An operation on its way, as the steps see it. */
export type Resolved = Step<"didResolveOperation"> & Step<"responseForOperation">;
export type Answered = Step<"willSendResponse">;

/** What is done for one operation, step by step, as Apollo calls them; at once, where nothing needs to be waited for. */
export interface Steps {
  didResolveOperation?(asked: Step<"didResolveOperation">): Promise<void> | void;
  didEncounterErrors?(asked: Step<"didEncounterErrors">): void;
  responseForOperation?(asked: Step<"responseForOperation">): Promise<GraphQLResponse | null>;
  willSendResponse?(asked: Answered): void;
}

/** The steps of all plugins together. */
export interface AllSteps extends Required<Steps> {
  didResolveOperation(asked: Step<"didResolveOperation">): Promise<void>;
}

/** Takes part in every operation that comes as far as Apollo. */
export type OperationPlugin = (asked: GraphQLRequestContext<ServerContext>) => Steps;

/** The steps of several plugins as one, taken in this order. */
export function stepsOf(plugins: readonly OperationPlugin[], asked: GraphQLRequestContext<ServerContext>): AllSteps {
  const parts = plugins.map((begin) => begin(asked));
  return {
    didResolveOperation: async (asked) => {
      for (const part of parts) {
        const pending = part.didResolveOperation?.(asked);
        if (pending) await pending;
      }
    },
    didEncounterErrors: (asked) => {
      for (const part of parts) part.didEncounterErrors?.(asked);
    },
    responseForOperation: async (asked) => {
      for (const part of parts) {
        const response = await part.responseForOperation?.(asked);
        if (response) return response;
      }
      return null;
    },
    willSendResponse: (asked) => {
      for (const part of parts) part.willSendResponse?.(asked);
    },
  };
}

/**
 * Several plugins as the one that Apollo is given. Apollo waits for each plugin at each step, also for those that have
 * nothing to say there; that would cost more than what most of ours do.
 */
export const asOne = (plugins: readonly OperationPlugin[]): ApolloServerPlugin<ServerContext> => ({
  requestDidStart: async (asked) => {
    const { didEncounterErrors, willSendResponse, ...steps } = stepsOf(plugins, asked);
    return {
      ...steps,
      didEncounterErrors: async (asked) => didEncounterErrors(asked),
      willSendResponse: async (asked) => willSendResponse(asked),
    };
  },
});
