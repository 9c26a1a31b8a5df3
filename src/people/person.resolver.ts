import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, payloadType, withEdge } from "../platform/payload.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { Block } from "./block.entity.ts";
import { BlockPersonInput, blockPerson } from "./block-person.ts";
import { Person } from "./person.entity.ts";
import { SetFellowMembersAppsInput, setFellowMembersApps } from "./set-fellow-members-apps.ts";
import { SetFieldVisibilityInput, setFieldVisibility } from "./set-field-visibility.ts";
import { UnblockPersonInput, unblockPerson } from "./unblock-person.ts";
import { updateProfile } from "./update-profile.ts";
import { UpdateProfileInput } from "./update-profile-input.ts";

const UpdateProfilePayload = payloadType("UpdateProfile", { person: () => Person });
const SetFieldVisibilityPayload = payloadType("SetFieldVisibility", { person: () => Person });
const SetFellowMembersAppsPayload = payloadType("SetFellowMembersApps", { person: () => Person });
const BlockPersonPayload = payloadType("BlockPerson", { block: () => Block, blockEdge: () => edgeOf(Block) });
const UnblockPersonPayload = payloadType("UnblockPerson", {
  person: { type: () => Person, description: "Null as well while the person is out of the viewer's sight." },
});

@Resolver()
export class PersonResolver {
  @Mutation(() => UpdateProfilePayload, { nullable: true, description: "Changes what the viewer tells of themself." })
  updateProfile(@Arg("input", () => UpdateProfileInput) input: UpdateProfileInput, @Ctx() ctx: Context) {
    return payload(async () => ({ person: await updateProfile(ctx, input) }));
  }

  @Mutation(() => SetFieldVisibilityPayload, {
    nullable: true,
    description: "Chooses who may read which part of the viewer's profile.",
  })
  setFieldVisibility(@Arg("input", () => SetFieldVisibilityInput) input: SetFieldVisibilityInput, @Ctx() ctx: Context) {
    return payload(async () => ({ person: await setFieldVisibility(ctx, input) }));
  }

  @Mutation(() => SetFellowMembersAppsPayload, {
    nullable: true,
    description:
      "Lets apps that fellow members use read what the viewer shows those members, or no longer. Off to begin with: an app then reads of the viewer what is public, and what an organiser may for whom it acts.",
  })
  setFellowMembersApps(
    @Arg("input", () => SetFellowMembersAppsInput) input: SetFellowMembersAppsInput,
    @Ctx() ctx: Context,
  ) {
    return payload(async () => ({ person: await setFellowMembersApps(ctx, input) }));
  }

  @Mutation(() => BlockPersonPayload, {
    nullable: true,
    description: "Parts the viewer and another person: neither finds the other any more, and the other is not told.",
  })
  blockPerson(@Arg("input", () => BlockPersonInput) input: BlockPersonInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("block", await blockPerson(ctx, input)));
  }

  @Mutation(() => UnblockPersonPayload, { nullable: true, description: "Takes the viewer's block of a person away." })
  unblockPerson(@Arg("input", () => UnblockPersonInput) input: UnblockPersonInput, @Ctx() ctx: Context) {
    return payload(async () => ({ person: await unblockPerson(ctx, input) }));
  }
}
