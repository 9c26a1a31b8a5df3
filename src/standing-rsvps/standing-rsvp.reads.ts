import { MeetingSeries } from "../meetings/meeting-series.entity.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { eq } from "../platform/reads/sql.ts";
import { StandingRsvp } from "./standing-rsvp.entity.ts";
import { visibleStandingRsvp } from "./standing-rsvp.policy.ts";

reads(StandingRsvp, {
  prefix: "srs",
  description: "standing RSVPs",
  visible: visibleStandingRsvp,
  fields: (t) => ({ series: t.one(MeetingSeries, "seriesId", { description: "The series it is an answer to." }) }),
});

hang(MeetingSeries, (t) => ({
  viewerStandingRsvp: t.first(StandingRsvp, "seriesId", {
    where: (s, _series, v) => eq(s.personId, v.id),
    description: "The viewer's own answer to the whole series, also one that was ended; null if there never was one.",
  }),
}));
