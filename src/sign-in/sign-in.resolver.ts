import { Arg, Ctx, Extensions, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { ChangeEmailInput, ChangeEmailPayload, changeEmail } from "./change-email.ts";
import { EndSessionInput, EndSessionPayload, endSession } from "./end-session.ts";
import { RequestEmailChangeInput, RequestEmailChangePayload, requestEmailChange } from "./request-email-change.ts";
import { RequestSignInInput, RequestSignInPayload, requestSignIn } from "./request-sign-in.ts";
import { SignInWithCodeInput, SignInWithCodePayload, signInWithCode } from "./sign-in-with-code.ts";
import { SignInWithLinkInput, SignInWithLinkPayload, signInWithLink } from "./sign-in-with-link.ts";
import { SignOutInput, SignOutPayload, signOut } from "./sign-out.ts";

@Resolver()
export class SignInResolver {
  @Extensions({ once: true })
  @Mutation(() => RequestSignInPayload, {
    nullable: true,
    description:
      "Mail a code and a link to sign in with. For everybody; the answer is the same for known and unknown addresses.",
  })
  requestSignIn(@Arg("input", () => RequestSignInInput) input: RequestSignInInput, @Ctx() ctx: Context) {
    return payload(() => requestSignIn(ctx, input));
  }

  @Extensions({ once: true })
  @Mutation(() => SignInWithCodePayload, {
    nullable: true,
    description: "Sign in with the code of a mail. For everybody; who is new here gets an account.",
  })
  signInWithCode(@Arg("input", () => SignInWithCodeInput) input: SignInWithCodeInput, @Ctx() ctx: Context) {
    return payload(() => signInWithCode(ctx, input));
  }

  @Extensions({ once: true })
  @Mutation(() => SignInWithLinkPayload, {
    nullable: true,
    description:
      "Sign in with the link of a mail, where it was asked for. For everybody; who is new here gets an account.",
  })
  signInWithLink(@Arg("input", () => SignInWithLinkInput) input: SignInWithLinkInput, @Ctx() ctx: Context) {
    return payload(() => signInWithLink(ctx, input));
  }

  @Mutation(() => SignOutPayload, {
    nullable: true,
    description: "End the session of this request, or all of the viewer's. For whoever is signed in.",
  })
  signOut(@Arg("input", () => SignOutInput) input: SignOutInput, @Ctx() ctx: Context) {
    return payload(() => signOut(ctx, input));
  }

  @Mutation(() => EndSessionPayload, {
    nullable: true,
    description: "End one of the viewer's own sessions. For whoever is signed in.",
  })
  endSession(@Arg("input", () => EndSessionInput) input: EndSessionInput, @Ctx() ctx: Context) {
    return payload(async () => ({ session: await endSession(ctx, input) }));
  }

  @Extensions({ once: true })
  @Mutation(() => RequestEmailChangePayload, {
    nullable: true,
    description: "Mail a code to the viewer's address and one to the address they want. For whoever is signed in.",
  })
  requestEmailChange(@Arg("input", () => RequestEmailChangeInput) input: RequestEmailChangeInput, @Ctx() ctx: Context) {
    return payload(() => requestEmailChange(ctx, input));
  }

  @Extensions({ once: true })
  @Mutation(() => ChangeEmailPayload, {
    nullable: true,
    description:
      "Change the viewer's address, with both codes. Ends all their other sessions. For whoever is signed in.",
  })
  changeEmail(@Arg("input", () => ChangeEmailInput) input: ChangeEmailInput, @Ctx() ctx: Context) {
    return payload(async () => ({ viewer: await changeEmail(ctx, input) }));
  }
}
