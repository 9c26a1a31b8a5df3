import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, withEdge } from "../platform/payload.ts";
import { DeleteEncounterInput, DeleteEncounterPayload, deleteEncounter } from "./delete-encounter.ts";
import { LogEncounterInput, LogEncounterPayload, logEncounter } from "./log-encounter.ts";
import { UpdateEncounterInput, UpdateEncounterPayload, updateEncounter } from "./update-encounter.ts";

@Resolver()
export class EncounterResolver {
  @Mutation(() => LogEncounterPayload, {
    nullable: true,
    description: "Writes down in the viewer's own book whom they met, anywhere. Nobody is told.",
  })
  logEncounter(@Arg("input", () => LogEncounterInput) input: LogEncounterInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("encounter", await logEncounter(ctx, input)));
  }

  @Mutation(() => UpdateEncounterPayload, {
    nullable: true,
    description: "Changes what the viewer wrote down of an encounter.",
  })
  updateEncounter(@Arg("input", () => UpdateEncounterInput) input: UpdateEncounterInput, @Ctx() ctx: Context) {
    return payload(async () => ({ encounter: await updateEncounter(ctx, input) }));
  }

  @Mutation(() => DeleteEncounterPayload, {
    nullable: true,
    description: "Takes an encounter out of the viewer's book, for ever.",
  })
  deleteEncounter(@Arg("input", () => DeleteEncounterInput) input: DeleteEncounterInput, @Ctx() ctx: Context) {
    return payload(async () => ({ deletedEncounterId: await deleteEncounter(ctx, input) }));
  }
}
