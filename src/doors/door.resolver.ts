import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { CloseDoorInput, CloseDoorPayload, closeDoor } from "./close-door.ts";
import { OpenDoorInput, OpenDoorPayload, openDoor } from "./open-door.ts";

@Resolver()
export class DoorResolver {
  @Mutation(() => OpenDoorPayload, {
    nullable: true,
    description:
      "Makes a token for a telephone at the entrance, which takes the roll of this meeting and does nothing else, and shows it once. For hosts, organisers and owners.",
  })
  openDoor(@Arg("input", () => OpenDoorInput) input: OpenDoorInput, @Ctx() ctx: Context) {
    return payload(() => openDoor(ctx, input));
  }

  @Mutation(() => CloseDoorPayload, {
    nullable: true,
    description: "Stops a door from the next request on. For hosts, organisers and owners, whoever opened it.",
  })
  closeDoor(@Arg("input", () => CloseDoorInput) input: CloseDoorInput, @Ctx() ctx: Context) {
    return payload(async () => ({ door: await closeDoor(ctx, input) }));
  }
}
