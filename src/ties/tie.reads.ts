import { ConnectedPair } from "../connections/connection.entity.ts";
import { hang } from "../platform/reads/declare.ts";
import { and, eq } from "../platform/reads/sql.ts";
import { bandOfWarmth } from "./strength.ts";
import { Tie } from "./tie.entity.ts";
import { TieBand } from "./tie-band.ts";

hang(ConnectedPair, (t) => ({
  band: t.value(
    () => TieBand,
    (c, v) =>
      bandOfWarmth(
        v.least(
          Tie,
          (tie) => tie.warmth,
          (tie) => and(eq(tie.personId, c.personLowId), eq(tie.otherId, c.personHighId)),
        ),
        v.now,
      ),
    {
      description:
        "How well the two know each other: from the small meetings, talks and introductions they shared, each worth half after 120 days.",
    },
  ),
}));
