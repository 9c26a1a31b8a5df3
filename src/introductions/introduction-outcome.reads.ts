import { moneyOf } from "../meetings/money.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { eq, present } from "../platform/reads/sql.ts";
import { Introduction } from "./introduction.entity.ts";
import { visibleOutcome } from "./introduction.policy.ts";
import { IntroductionOutcome } from "./introduction-outcome.entity.ts";

reads(IntroductionOutcome, {
  prefix: "ito",
  description: "outcomes",
  visible: visibleOutcome,
  orders: (o) => ({ RECORDED_AT: { by: o.recordedAt, description: "By the moment they were recorded." } }),
  fields: (t) => ({
    introduction: t.one(Introduction, "introductionId", { description: "Of which introduction." }),
    isViewers: t.bool((o, v) => eq(o.recordedById, v.id), { description: "Whether the viewer recorded it." }),
    amount: moneyOf(t, (o) => o.amountMinorUnits, {
      description: "What it was worth, if they told.",
      when: (o) => present(o.amountMinorUnits),
    }),
  }),
});

hang(Introduction, (t) => ({
  outcomes: t.connection(IntroductionOutcome, "introductionId", {
    description: "What came of it: the viewer's own, and what others let them read.",
  }),
}));
