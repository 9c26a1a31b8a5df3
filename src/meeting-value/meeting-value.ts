import { ObjectType } from "type-graphql";

@ObjectType({ simpleResolvers: true, description: "What the viewer took away from a meeting. Nobody else sees it." })
export class MeetingValue {}
