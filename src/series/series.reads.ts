import { Group } from "../groups/group.entity.ts";
import { hosts, organises } from "../groups/group.policy.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { placeOf } from "../meetings/meeting-place.ts";
import { MeetingSeries } from "../meetings/meeting-series.entity.ts";
import { costOf } from "../meetings/money.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { absent, and } from "../platform/reads/sql.ts";
import { URL as HttpUrl } from "../platform/scalars/url.ts";
import { visibleMeetingSeries } from "./series.policy.ts";

reads(MeetingSeries, {
  prefix: "ser",
  description: "meeting series",
  visible: visibleMeetingSeries,
  fields: (t) => ({
    group: t.one(Group, "groupId", { description: "The group that meets." }),
    place: placeOf(t, "Where each new meeting is held; null if they are only online, or while no place is settled."),
    cost: costOf(t),
    onlineUrl: t.value(
      () => HttpUrl,
      (s) => s.onlineUrl,
      {
        when: (s, v) => hosts(v, s.groupId),
        description: "Where to click for each new meeting; for who hosts the group, null for everybody else.",
      },
    ),
    meetings: t.connection(Meeting, "seriesId", {
      description: "Its meetings, as far as they are made: up to 180 days ahead.",
    }),
    viewerCanUpdate: t.bool((s, v) => and(organises(v, s.groupId), absent(s.endedAt)), {
      description: "Whether the viewer may change it.",
    }),
    viewerCanEnd: t.bool((s, v) => organises(v, s.groupId), { description: "Whether the viewer may end it." }),
  }),
});

hang(Meeting, (t) => ({
  series: t.one(MeetingSeries, "seriesId", { description: "The series it is one of; null for a one-off." }),
}));

hang(Group, (t) => ({
  series: t.connection(MeetingSeries, "groupId", { description: "Its recurring meetings, oldest series first." }),
}));
