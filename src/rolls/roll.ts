import { ObjectType } from "type-graphql";

/** The attendance sheet of a meeting, as one reads it: there from the moment the meeting is, marked or not. */
@ObjectType({ simpleResolvers: true, description: "The attendance sheet of a meeting." })
export class Roll {}
