import { Group } from "../groups/group.entity.ts";
import { isMember } from "../groups/group.policy.ts";
import { hang } from "../platform/reads/declare.ts";
import { eq, integer, sql } from "../platform/reads/sql.ts";
import { INTRODUCTION_DAYS } from "./introduction.entity.ts";
import { IntroductionRule } from "./introduction-rule.entity.ts";

hang(Group, (t) => ({
  introductionDays: t.int(
    (g, v) => {
      const days = v.least(
        IntroductionRule,
        (r) => r.days,
        (r) => eq(r.groupId, g.id),
      );
      return sql`coalesce(${days}, ${integer(INTRODUCTION_DAYS)})`;
    },
    {
      when: (g, v) => isMember(v, g.id),
      description: "For how many days its introductions can be answered. For members; null for everybody else.",
    },
  ),
}));
