/** Answering an introduction by the link of a mail, without scripts. */
import {
  AnswerIntroductionByLinkInput,
  answerIntroductionByLink,
} from "../../introductions/answer-introduction-by-link.ts";
import { GivenAnswer } from "../../introductions/introduction-side.entity.ts";
import { answerFields, DAYS_LATER, INTRODUCTION_PATH, INTRODUCTION_SAID } from "../introduction-page.ts";
import { FormFault } from "./form.ts";
import { inputOf } from "./input-of.ts";
import type { LinkPage } from "./link-form.ts";

const DAY_MS = 86_400_000;

export const introductionForm: LinkPage = {
  path: INTRODUCTION_PATH,
  title: "An introduction",
  rest: answerFields("submit"),
  usesCookies: false,
  act: async (ctx, token, form) => {
    const answer = Object.values(GivenAnswer).find((each) => each === form.get("answer"));
    const days = DAYS_LATER.find((each) => each === form.get("days"));
    if (!answer || !days) throw new FormFault(400, "This form is not one of ours.");
    const later = new Date(ctx.clock.now().getTime() + Number(days) * DAY_MS);
    const input = inputOf(AnswerIntroductionByLinkInput, {
      ...{ token, answer, tellConnector: form.has("tell") },
      ...(answer === GivenAnswer.LATER ? { laterUntil: later } : {}),
    });
    await answerIntroductionByLink(ctx, input);
    return INTRODUCTION_SAID[answer];
  },
};
