import { ArgsType, Field, ObjectType, registerEnumType } from "type-graphql";
import { MemberContact, MemberProfile } from "./member-profile.ts";

/** In whose place somebody looks at their own profile. */
export enum ProfileReader {
  STRANGER = "STRANGER",
  SIGNED_IN = "SIGNED_IN",
  FELLOW_MEMBER = "FELLOW_MEMBER",
  CONNECTION = "CONNECTION",
  ORGANISER = "ORGANISER",
  FELLOW_MEMBERS_APP = "FELLOW_MEMBERS_APP",
}

registerEnumType(ProfileReader, {
  name: "ProfileReader",
  description: "In whose place somebody looks at their own profile. Each is nothing else to them beside that.",
  valuesConfig: {
    STRANGER: { description: "Nobody in particular, without signing in." },
    SIGNED_IN: { description: "Somebody signed in." },
    FELLOW_MEMBER: { description: "A member of a group of theirs." },
    CONNECTION: { description: "Somebody they are connected with, of no group of theirs." },
    ORGANISER: { description: "An organiser or owner of a group of theirs, also by an app with every scope." },
    FELLOW_MEMBERS_APP: { description: "An app with every scope that a fellow member uses." },
  },
});

@ArgsType()
export class ProfileAsArgs {
  @Field(() => ProfileReader, { defaultValue: ProfileReader.STRANGER, description: "In whose place." })
  audience: ProfileReader;
}

@ObjectType({ simpleResolvers: true, description: "What somebody else would be shown of one's profile and contact." })
export class ProfilePreview {
  @Field(() => MemberProfile, { description: "`Person.profile` as that reader sees it." })
  profile: MemberProfile;

  @Field(() => MemberContact, { nullable: true, description: "`Person.contact` as that reader sees it." })
  contact: MemberContact | null;
}
