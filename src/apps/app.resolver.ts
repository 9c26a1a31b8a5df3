import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { DisableAppInput, DisableAppPayload, disableApp } from "./disable-app.ts";
import { DisconnectAppInput, DisconnectAppPayload, disconnectApp } from "./disconnect-app.ts";
import { NarrowAppInput, NarrowAppPayload, narrowApp } from "./narrow-app.ts";
import { RegisterAppInput, RegisterAppPayload, registerApp } from "./register-app.ts";
import { UpdateAppInput, UpdateAppPayload, updateApp } from "./update-app.ts";

@Resolver()
export class AppResolver {
  @Mutation(() => RegisterAppPayload, {
    nullable: true,
    description: "Registers an app that asks members for a part of what they may. For whoever is signed in.",
  })
  registerApp(@Arg("input", () => RegisterAppInput) input: RegisterAppInput, @Ctx() ctx: Context) {
    return payload(async () => ({ app: await registerApp(ctx, input) }));
  }

  @Mutation(() => UpdateAppPayload, {
    nullable: true,
    description: "Changes an app of the viewer's: its name, where it returns to, its keys.",
  })
  updateApp(@Arg("input", () => UpdateAppInput) input: UpdateAppInput, @Ctx() ctx: Context) {
    return payload(async () => ({ app: await updateApp(ctx, input) }));
  }

  @Mutation(() => DisableAppPayload, {
    nullable: true,
    description: "Stops an app of the viewer's for good, with every token that it has of anybody.",
  })
  disableApp(@Arg("input", () => DisableAppInput) input: DisableAppInput, @Ctx() ctx: Context) {
    return payload(async () => ({ app: await disableApp(ctx, input) }));
  }

  @Mutation(() => NarrowAppPayload, {
    nullable: true,
    description: "Takes a part back of what the viewer let an app do, from the next request on.",
  })
  narrowApp(@Arg("input", () => NarrowAppInput) input: NarrowAppInput, @Ctx() ctx: Context) {
    return payload(async () => ({ connectedApp: await narrowApp(ctx, input) }));
  }

  @Mutation(() => DisconnectAppPayload, {
    nullable: true,
    description: "Takes back all that the viewer let an app do, from the next request on.",
  })
  disconnectApp(@Arg("input", () => DisconnectAppInput) input: DisconnectAppInput, @Ctx() ctx: Context) {
    return payload(() => disconnectApp(ctx, input));
  }
}
