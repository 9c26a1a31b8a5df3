/** What both ways of signing in end with. */
import { IsOptional } from "class-validator";
import { Field, InputType } from "type-graphql";
import { findOrMakePerson } from "../people/find-or-make-person.ts";
import { DISPLAY_NAME_LENGTH_MAX } from "../people/member-profile.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import type { EntityRef } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine } from "../platform/plain-text.ts";
import type { Class } from "../platform/reads/reads.ts";
import { inTransaction } from "../platform/transaction.ts";
import { useChallenge } from "./challenge.ts";
import type { SignInMethod } from "./session.entity.ts";
import { createSession, type OpenedSession } from "./session.ts";
import "./sign-in.events.ts";

/** Until they say otherwise. Nothing is made of the address: names are public. */
const UNNAMED = "New member";

/** Fields of both inputs; no type of the schema by itself. */
@InputType()
export abstract class SignInInput {
  @Field(() => String, {
    nullable: true,
    description: `What to call somebody who is new here, 1 to ${DISPLAY_NAME_LENGTH_MAX} characters. Changes nothing for a known person.`,
  })
  @IsOptional()
  @IsLine(DISPLAY_NAME_LENGTH_MAX)
  displayName?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "For browsers: keep the session in a cookie that no script can read, and give no `sessionToken`.",
  })
  asCookie: boolean;
}

/** The payload of an act that signs in. */
export const signInPayload = (act: string): Class =>
  payloadType(act, {
    sessionToken: {
      type: () => String,
      description:
        "Send it as `Authorization: Bearer …`. Shown this once. Null when the session went into a cookie, or `errors` is not empty.",
    },
    viewer: { type: () => Person, description: "Who is signed in now." },
  });

export interface SignedIn {
  readonly sessionToken: string | null;
  readonly viewer: EntityRef;
}

/**
 * Uses the challenge up and signs its address in; null if another call was first. An address that nobody has becomes a
 * new person; one known from an import or as a walk-in becomes that same person's account.
 */
export async function finishSignIn(
  ctx: Context,
  challengeId: string,
  method: SignInMethod,
  input: SignInInput,
): Promise<SignedIn | null> {
  const opened = await inTransaction(ctx, async (ctx) => {
    const email = await useChallenge(ctx, challengeId);
    if (email === null) return null;
    const { viewer, isFirst } = await accountOf(ctx, email, input.displayName);
    const { token, session } = await createSession(ctx, viewer.id, method);
    await emit(ctx, { name: "person.signed-in", personId: viewer.id, sessionId: session.id, isFirst });
    return { token, session, viewer };
  });
  if (!opened) return null;

  return handOut(ctx, opened.viewer.id, opened, input.asCookie);
}

/** Gives a new session to whoever signed in: into the browser's cookie, or in the answer. */
export function handOut(
  ctx: Context,
  personId: string,
  { token, session }: OpenedSession,
  asCookie: boolean,
): SignedIn {
  const intoCookie = asCookie && ctx.sessionCookie !== null;
  if (intoCookie) ctx.sessionCookie.set(token, session.expiresAt);
  // The request came from nobody; what it selects of the viewer is read as they see themself.
  return { sessionToken: intoCookie ? null : token, viewer: { entity: Person, id: personId, seenBy: personId } };
}

/** Somebody known from an import or a visit is the same person; two first sign-ins at once make one. */
async function accountOf(
  ctx: Context,
  email: string,
  displayName: string | null | undefined,
): Promise<{ viewer: Person; isFirst: boolean }> {
  const { person } = await findOrMakePerson(ctx, { email, displayName: displayName ?? UNNAMED });
  const [proved] = await ctx.db.query<[unknown[], number]>(
    "update people set email_verified_at = $2 where id = $1 and email_verified_at is null returning id",
    [person.id, ctx.clock.now()],
  );
  return { viewer: person, isFirst: proved.length > 0 };
}
