import { ObjectType } from "type-graphql";
import { Entity } from "typeorm";
import { Node } from "../platform/node.ts";
import { Posting } from "./posting.entity.ts";

/** What somebody gives. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "What somebody gives. Seen by its author, while it is open by its audience, and by whoever responded.",
})
@Entity("offers")
export class Offer extends Posting implements Node {}
