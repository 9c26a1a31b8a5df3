import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { holdIntroduction } from "./hold-introduction.ts";
import { Introduction } from "./introduction.entity.ts";
import type { IntroductionSide } from "./introduction-side.entity.ts";

export interface SharedWithViewer {
  readonly introduction: Introduction;
  /** The viewer's own. */
  readonly side: IntroductionSide;
}

/**
 * A shared introduction of which the viewer is one of the two, held until the end of the transaction.
 *
 * @throws NOT_FOUND, FORBIDDEN for the connector, CONFLICT before it was shared
 */
export async function holdShared(ctx: Context, introductionId: string): Promise<SharedWithViewer> {
  const viewerId = signedIn(ctx);
  const { id } = await visible(ctx, Introduction, introductionId, "introductionId");
  const { introduction, sides } = await holdIntroduction(ctx, id);
  const side = sides.find(({ personId, askedAt }) => personId === viewerId && askedAt);
  if (!side) throw forbidden("tell what came of what you proposed");
  if (!introduction.sharedAt) throw conflict("introductionId", "Not before both said yes.");
  return { introduction, side };
}
