import { type GraphQLSchema, isObjectType } from "graphql";
import { AUDIENCE_COLUMNS, ProfileField } from "./profile-field.ts";

/** Adds to each part of a profile whose audience it is shown to, by the name with which its owner chooses that. */
export function describeAudiences(schema: GraphQLSchema): void {
  for (const part of Object.values(ProfileField)) {
    for (const [typeName, fieldName] of fieldsOf(part)) {
      const type = schema.getType(typeName);
      const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
      if (field) field.description = `${field.description ?? ""} Shown to the audience of \`${part}\`.`.trim();
    }
  }
}

function fieldsOf(part: ProfileField): readonly (readonly [type: string, field: string])[] {
  switch (part) {
    case ProfileField.EMAIL:
    case ProfileField.PHONE:
      return [["MemberContact", nameOf(part)]];
    case ProfileField.COORDINATES:
      return [["MemberPlace", "coordinates"]];
    case ProfileField.PLACE:
      return [
        ["MemberPlace", "city"],
        ["MemberPlace", "region"],
        ["MemberPlace", "country"],
        ["MemberProfile", "place"],
      ];
    case ProfileField.AVATAR:
      return [["MemberProfile", "avatarUrl"]];
    default:
      return [["MemberProfile", nameOf(part)]];
  }
}

const nameOf = (part: ProfileField): string => AUDIENCE_COLUMNS[part].replace(/Audience$/, "");
