import type { Context } from "../platform/context.ts";
import { conflict, forbidden, invalid } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { IntroductionRequest } from "./introduction-request.entity.ts";

/**
 * A request that asks the viewer, held until the end of the transaction.
 *
 * @throws NOT_FOUND, FORBIDDEN for who asked
 */
export async function holdRequest(ctx: Context, requestId: string): Promise<IntroductionRequest> {
  const request = await visible(ctx, IntroductionRequest, requestId, "requestId", { lock: true });
  if (request.connectorId !== signedIn(ctx)) throw forbidden("answer a request of your own");
  return request;
}

/** @throws CONFLICT once it is taken up, declined, taken back or expired */
export function refuseAnswered(ctx: Context, request: IntroductionRequest): void {
  const { takenUpAt, declinedAt, withdrawnAt, expiresAt } = request;
  if (takenUpAt || declinedAt) throw conflict("requestId", "You have answered it.");
  if (withdrawnAt || expiresAt <= ctx.clock.now()) throw conflict("requestId", "This request is closed.");
}

/**
 * Takes a request up, by the introduction that is being proposed: of who asked, to whomever the connector thinks fit.
 *
 * @param partyIds who is introduced, named by ID
 * @returns its primary key
 * @throws as `holdRequest` and `refuseAnswered`, and INVALID where who asked is not one of the two
 */
export async function takeUpRequest(
  ctx: Context,
  requestId: string,
  partyIds: readonly (string | null)[],
): Promise<string> {
  const request = await holdRequest(ctx, requestId);
  refuseAnswered(ctx, request);
  const { id, askerId } = request;
  if (!partyIds.includes(askerId)) throw invalid("requestId", "One of the two is who asked.");
  await ctx.db.update(IntroductionRequest, { id }, { takenUpAt: ctx.clock.now() });
  return id;
}
