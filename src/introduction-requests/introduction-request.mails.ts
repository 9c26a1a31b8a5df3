/** What the mails of this room say. Imported for its effect: it registers their writers. */

import { isParted } from "../people/is-parted.ts";
import { globalId } from "../platform/ids.ts";
import { mailKind } from "../platform/mail.ts";
import { IntroductionRequest } from "./introduction-request.entity.ts";

export interface RequestMail {
  readonly requestId: string;
}

const day = (moment: Date): string =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(moment);

mailKind<RequestMail>("introduction-request", async (ctx, { requestId }) => {
  const request = await ctx.db.findOneByOrFail(IntroductionRequest, { id: requestId });
  const { askerId, askerName, connectorId, towardsId, towardsName, need, reason, expiresAt } = request;
  const isOver = [request.declinedAt, request.takenUpAt, request.withdrawnAt].some((moment) => moment !== null);
  if (!request.askedAt || isOver || expiresAt <= ctx.clock.now()) return null;
  if (await isParted(ctx, [askerId, connectorId, ...(towardsId ? [towardsId] : [])])) return null;
  const whom = need === null ? `would like to meet ${towardsName ?? "somebody"}` : "looks for somebody";
  return {
    subject: `${askerName} asks you for an introduction`,
    text: `${askerName} ${whom}, and asks whether you could introduce them.
${need === null ? "" : `\nWhom they look for: ${need}\n`}
${reason}

To introduce them, sign in with this address; the request's ID is ${globalId("irq", requestId)}.
It can be taken up until ${day(expiresAt)}. Nobody else knows of it, and if you would rather not, decline it or do
nothing: ${askerName} cannot tell the one from the other.
`,
  };
});
