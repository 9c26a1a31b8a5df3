import { ObjectType } from "type-graphql";
import { Entity } from "typeorm";
import { Node } from "../platform/node.ts";
import { Posting } from "./posting.entity.ts";

/** What somebody needs. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "What somebody needs. Seen by its author, while it is open by its audience, and by whoever responded.",
})
@Entity("asks")
export class Ask extends Posting implements Node {}
