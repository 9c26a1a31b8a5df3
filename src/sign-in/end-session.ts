import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { Session } from "./session.entity.ts";
import { endSessions } from "./session.ts";

@InputType({ description: "Input of `endSession`." })
export class EndSessionInput {
  @Field(() => ID, { description: "One of the viewer's own sessions." })
  sessionId: string;
}

export const EndSessionPayload = payloadType("EndSession", { session: () => Session });

/**
 * Ends one of the viewer's own sessions, perhaps on a lost telephone. Ending it again changes nothing.
 *
 * @throws NOT_FOUND for sessions of others
 */
export function endSession(ctx: Context, input: EndSessionInput): Promise<Session> {
  const personId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const session = await visible(ctx, Session, input.sessionId, "sessionId");
    await endSessions(ctx, personId, { only: session.id });
    return session;
  });
}
