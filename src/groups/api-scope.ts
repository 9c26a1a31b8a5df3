import { registerEnumType } from "type-graphql";

/** What a service that asks with a secret key may read of the groups that the key covers. */
export enum ApiScope {
  ATTENDANCE_READ = "ATTENDANCE_READ",
  GROUPS_READ = "GROUPS_READ",
  MEETINGS_READ = "MEETINGS_READ",
  PROFILE_READ = "PROFILE_READ",
  RSVPS_READ = "RSVPS_READ",
}

registerEnumType(ApiScope, {
  name: "ApiScope",
  description:
    "What a secret key may read of its groups, beside what everybody may read. None reaches further than an organiser sees, to contact details, to drafts, or to what is between people.",
  valuesConfig: {
    ATTENDANCE_READ: {
      description: "`attendance:read`: published meetings, and who was at them, by the name that the group knows.",
    },
    GROUPS_READ: { description: "`groups:read`: the groups, also private ones, and their live memberships." },
    MEETINGS_READ: { description: "`meetings:read`: published meetings and series, also of private groups." },
    PROFILE_READ: {
      description:
        "`profile:read`: of live members what they show to organisers or to their groups, without address and telephone.",
    },
    RSVPS_READ: { description: "`rsvps:read`: published meetings, and every answer to them." },
  },
});
