import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { CreateApiKeyInput, CreateApiKeyPayload, createApiKey } from "./create-api-key.ts";
import { RevokeApiKeyInput, RevokeApiKeyPayload, revokeApiKey } from "./revoke-api-key.ts";
import { RotateApiKeyInput, RotateApiKeyPayload, rotateApiKey } from "./rotate-api-key.ts";

@Resolver()
export class ApiKeyResolver {
  @Mutation(() => CreateApiKeyPayload, {
    nullable: true,
    description: "Makes a key that belongs to groups, and shows its secret once. For owners of all of them.",
  })
  createApiKey(@Arg("input", () => CreateApiKeyInput) input: CreateApiKeyInput, @Ctx() ctx: Context) {
    return payload(() => createApiKey(ctx, input));
  }

  @Mutation(() => RotateApiKeyPayload, {
    nullable: true,
    description: "Gives a key a new secret; the former one works on for a while. For owners of all its groups.",
  })
  rotateApiKey(@Arg("input", () => RotateApiKeyInput) input: RotateApiKeyInput, @Ctx() ctx: Context) {
    return payload(() => rotateApiKey(ctx, input));
  }

  @Mutation(() => RevokeApiKeyPayload, {
    nullable: true,
    description: "Stops a key from the next request on. For organisers and owners of any group that it covers.",
  })
  revokeApiKey(@Arg("input", () => RevokeApiKeyInput) input: RevokeApiKeyInput, @Ctx() ctx: Context) {
    return payload(async () => ({ apiKey: await revokeApiKey(ctx, input) }));
  }
}
