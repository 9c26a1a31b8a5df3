import { MeetingSeries } from "../meetings/meeting-series.entity.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { and, eq, FALSE } from "../platform/reads/sql.ts";
import { mayAnswer } from "../rsvps/rsvp.policy.ts";
import type { StandingRsvp } from "./standing-rsvp.entity.ts";

/** One's own; organisers see the answers that follow from it. */
export const visibleStandingRsvp: Policy<StandingRsvp> = (standing, viewer) =>
  viewer.anonymous
    ? FALSE
    : and(
        viewer.sees(MeetingSeries, standing.seriesId),
        viewer.via(MeetingSeries, standing.seriesId, (series) => viewer.reaches(series.groupId)),
        eq(standing.personId, viewer.id),
      );

export const maySetStandingRsvp = mayAnswer;
