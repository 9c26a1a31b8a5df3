import { Field, InputType, Int } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { unauthenticated } from "../platform/errors.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { endSessions } from "./session.ts";

@InputType({ description: "Input of `signOut`." })
export class SignOutInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: "On all devices, this one among them. Otherwise only the session that this request came with.",
  })
  everywhere: boolean;
}

export const SignOutPayload = payloadType("SignOut", {
  sessionsEnded: { type: () => Int, description: "How many sessions were ended." },
});

/** Ends the session that the request came with, or all of the person's. Their tokens are nobody's from then on. */
export async function signOut(ctx: Context, input: SignOutInput): Promise<{ sessionsEnded: number }> {
  const { principal } = ctx;
  if (principal.kind !== "person") throw unauthenticated();

  // Somebody whom another issuer vouches for has no session with us that this one request came with.
  if (!input.everywhere && principal.sessionId === null) return { sessionsEnded: 0 };
  const which = principal.sessionId === null || input.everywhere ? { except: null } : { only: principal.sessionId };
  const ended = await inTransaction(ctx, (ctx) => endSessions(ctx, principal.personId, which));
  ctx.sessionCookie?.clear();
  return { sessionsEnded: ended.length };
}
