/** Who may see a series of meetings, and who may run it. */
import { Group } from "../groups/group.entity.ts";
import { mayOrganise, showsCalendar } from "../groups/group.policy.ts";
import type { MeetingSeries } from "../meetings/meeting-series.entity.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { and } from "../platform/reads/sql.ts";

/** Whoever sees the group. */
export const visibleMeetingSeries: Policy<MeetingSeries> = (s, v) =>
  and(v.sees(Group, s.groupId), showsCalendar(v, s.groupId));

export const mayScheduleSeries = mayOrganise;
export const mayUpdateSeries = mayOrganise;
export const mayEndSeries = mayOrganise;
