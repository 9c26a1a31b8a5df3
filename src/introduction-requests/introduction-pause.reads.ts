import { Person } from "../people/person.entity.ts";
import { hang } from "../platform/reads/declare.ts";
import { eq, FALSE, not, TRUE } from "../platform/reads/sql.ts";
import { IntroductionPause } from "./introduction-pause.entity.ts";

hang(Person, (t) => ({
  wantsIntroductions: t.bool((p, v) => not(v.exists(IntroductionPause, (x) => eq(x.personId, p.id))), {
    when: (_person, v) => (v.anonymous ? FALSE : TRUE),
    description:
      "Whether they may be asked at present, to be introduced or for an introduction. For whoever is signed in; null for everybody else.",
  }),
}));
