import { registerEnumType } from "type-graphql";

/** Who may read one field of a profile, as its owner chose. The owner always may. */
export enum Audience {
  PUBLIC = "PUBLIC",
  SIGNED_IN = "SIGNED_IN",
  GROUPS_IN_COMMON = "GROUPS_IN_COMMON",
  CONNECTIONS = "CONNECTIONS",
  ORGANISERS = "ORGANISERS",
  NOBODY = "NOBODY",
}

registerEnumType(Audience, {
  name: "Audience",
  description: "Who may read a field of a profile. The person themself always may.",
  valuesConfig: {
    PUBLIC: { description: "Everybody, also without signing in." },
    SIGNED_IN: { description: "Whoever is signed in." },
    GROUPS_IN_COMMON: { description: "Members of a group that the person is a member of." },
    CONNECTIONS: { description: "People the person is connected with." },
    ORGANISERS: { description: "Organisers and owners of the groups that the person is a member of." },
    NOBODY: { description: "Nobody else." },
  },
});
