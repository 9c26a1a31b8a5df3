import { ObjectType } from "type-graphql";

@ObjectType({
  simpleResolvers: true,
  description:
    "A member's record in a group, of meetings that began while they were a member and whose roll was submitted: those at which they were expected or are marked.",
})
export class AttendanceStats {}
