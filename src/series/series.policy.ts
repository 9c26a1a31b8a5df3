/** Who may see a series of meetings, and who may run it. */
import { Group } from "../groups/group.entity.ts";
import { mayOrganise } from "../groups/group.policy.ts";
import type { MeetingSeries } from "../meetings/meeting-series.entity.ts";
import type { Policy } from "../platform/reads/policy.ts";

/** Whoever sees the group. */
export const visibleMeetingSeries: Policy<MeetingSeries> = (s, v) => v.sees(Group, s.groupId);

export const mayScheduleSeries = mayOrganise;
export const mayUpdateSeries = mayOrganise;
export const mayEndSeries = mayOrganise;
