import { IsBoolean } from "class-validator";
import { Field, InputType, Int } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import type { Person } from "./person.entity.ts";
import "./person.events.ts";
import { reviseOwn } from "./revise-own.ts";

@InputType({ description: "Whether apps of fellow members may read what the viewer shows those members." })
export class SetFellowMembersAppsInput {
  @Field(() => Boolean, { description: "Whether they may." })
  @IsBoolean()
  allowed: boolean;

  @Field(() => Int, {
    nullable: true,
    description: "`Person.version` as the caller read it; a change since then makes this one `STALE`.",
  })
  expectedVersion?: number | null;
}

/**
 * Lets apps that other members of the viewer's groups use read of the viewer what those members may, or no longer.
 * Nobody's app may before. Holds from the next request on.
 *
 * @throws STALE if the profile changed since `expectedVersion`
 */
export async function setFellowMembersApps(ctx: Context, input: SetFellowMembersAppsInput): Promise<Person> {
  const personId = signedIn(ctx);
  await valid(input);
  return inTransaction(ctx, (ctx) =>
    reviseOwn(ctx, personId, input.expectedVersion, {
      changes: { allowsFellowMembersApps: input.allowed },
      tell: (ctx) => emit(ctx, { name: "person.visibilityChanged", personId }),
    }),
  );
}
