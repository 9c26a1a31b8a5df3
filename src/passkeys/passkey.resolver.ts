import { Arg, Ctx, Extensions, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import {
  BeginPasskeyRegistrationInput,
  BeginPasskeyRegistrationPayload,
  beginPasskeyRegistration,
} from "./begin-passkey-registration.ts";
import { BeginPasskeySignInInput, BeginPasskeySignInPayload, beginPasskeySignIn } from "./begin-passkey-sign-in.ts";
import { RegisterPasskeyInput, RegisterPasskeyPayload, registerPasskey } from "./register-passkey.ts";
import { RemovePasskeyInput, RemovePasskeyPayload, removePasskey } from "./remove-passkey.ts";
import { RenamePasskeyInput, RenamePasskeyPayload, renamePasskey } from "./rename-passkey.ts";
import { SignInWithPasskeyInput, SignInWithPasskeyPayload, signInWithPasskey } from "./sign-in-with-passkey.ts";

@Resolver()
export class PasskeyResolver {
  @Extensions({ once: true })
  @Mutation(() => BeginPasskeyRegistrationPayload, {
    nullable: true,
    description:
      "What a browser needs to make a passkey. For whoever signed in during the last 15 minutes; CONFLICT for a session that is older.",
  })
  beginPasskeyRegistration(
    @Arg("input", () => BeginPasskeyRegistrationInput) input: BeginPasskeyRegistrationInput,
    @Ctx() ctx: Context,
  ) {
    return payload(() => beginPasskeyRegistration(ctx, input));
  }

  @Extensions({ once: true })
  @Mutation(() => RegisterPasskeyPayload, {
    nullable: true,
    description: "Keep a passkey that a device has made, to sign in with. For whoever is signed in.",
  })
  registerPasskey(@Arg("input", () => RegisterPasskeyInput) input: RegisterPasskeyInput, @Ctx() ctx: Context) {
    return payload(async () => ({ passkey: await registerPasskey(ctx, input) }));
  }

  @Extensions({ once: true })
  @Mutation(() => BeginPasskeySignInPayload, {
    nullable: true,
    description: "What a browser needs to sign in with a passkey. For everybody; the same for all.",
  })
  beginPasskeySignIn(@Arg("input", () => BeginPasskeySignInInput) input: BeginPasskeySignInInput, @Ctx() ctx: Context) {
    return payload(() => beginPasskeySignIn(ctx, input));
  }

  @Extensions({ once: true })
  @Mutation(() => SignInWithPasskeyPayload, {
    nullable: true,
    description: "Sign in with a passkey that was registered before. For everybody.",
  })
  signInWithPasskey(@Arg("input", () => SignInWithPasskeyInput) input: SignInWithPasskeyInput, @Ctx() ctx: Context) {
    return payload(() => signInWithPasskey(ctx, input));
  }

  @Mutation(() => RenamePasskeyPayload, {
    nullable: true,
    description: "Call one of the viewer's own passkeys otherwise. For whoever is signed in.",
  })
  renamePasskey(@Arg("input", () => RenamePasskeyInput) input: RenamePasskeyInput, @Ctx() ctx: Context) {
    return payload(async () => ({ passkey: await renamePasskey(ctx, input) }));
  }

  @Mutation(() => RemovePasskeyPayload, {
    nullable: true,
    description: "Take one of the viewer's own passkeys away, never the last way in. For whoever is signed in.",
  })
  removePasskey(@Arg("input", () => RemovePasskeyInput) input: RemovePasskeyInput, @Ctx() ctx: Context) {
    return payload(() => removePasskey(ctx, input));
  }
}
