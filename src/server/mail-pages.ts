import type { FastifyInstance } from "fastify";
import { addIntroductionPage } from "./introduction-page.ts";
import { addInvitationPage } from "./invitation-page.ts";
import { addSignInPage } from "./sign-in-page.ts";
import { addVisitPage } from "./visit-page.ts";

/** Every page that one of our mails links to. */
export function addMailPages(app: FastifyInstance): void {
  addSignInPage(app);
  addVisitPage(app);
  addInvitationPage(app);
  addIntroductionPage(app);
}
