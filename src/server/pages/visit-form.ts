/** Confirming a visit by the link of a mail, without scripts. */
import { ConfirmVisitInput, confirmVisit } from "../../visits/confirm-visit.ts";
import { VISIT_BUTTON, VISIT_PATH, VISIT_SAID, VISIT_SAID_ELSE } from "../visit-page.ts";
import { inputOf } from "./input-of.ts";
import type { LinkPage } from "./link-form.ts";

export const visitForm: LinkPage = {
  path: VISIT_PATH,
  title: "Confirm your visit",
  rest: VISIT_BUTTON,
  usesCookies: false,
  act: async (ctx, token) => {
    const { status } = await confirmVisit(ctx, inputOf(ConfirmVisitInput, { token }));
    return VISIT_SAID[status] ?? VISIT_SAID_ELSE;
  },
};
