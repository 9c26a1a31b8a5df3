import type { FastifyInstance } from "fastify";
import { addDoorPage } from "./door-page.ts";
import { addIntroductionPage } from "./introduction-page.ts";
import { addInvitationPage } from "./invitation-page.ts";
import { addSignInPage } from "./sign-in-page.ts";
import { addVisitPage } from "./visit-page.ts";

/** Every page that one of our mails or codes links to. */
export function addMailPages(app: FastifyInstance): void {
  addSignInPage(app);
  addVisitPage(app);
  addInvitationPage(app);
  addIntroductionPage(app);
  addDoorPage(app);
}
