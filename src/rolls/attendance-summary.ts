import { ObjectType } from "type-graphql";

@ObjectType({
  simpleResolvers: true,
  description:
    "How many people a roll names, by what became of them. Before submission: as the marks say so far. Once submitted: what counts.",
})
export class AttendanceSummary {}
