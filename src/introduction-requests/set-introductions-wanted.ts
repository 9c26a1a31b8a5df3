import { Field, InputType } from "type-graphql";
import { holdPeople } from "../people/hold-people.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { IntroductionPause } from "./introduction-pause.entity.ts";
import "./introduction-request.events.ts";

@InputType({ description: "Whether the viewer wants to be introduced at present." })
export class SetIntroductionsWantedInput {
  @Field(() => Boolean, {
    description: "False: nobody can propose an introduction of the viewer, or ask them for one.",
  })
  areWanted: boolean;
}

export const SetIntroductionsWantedPayload = payloadType("SetIntroductionsWanted", { person: () => Person });

/** Says whether the viewer may be asked from now on. What they were asked before stays; saying it again changes nothing. */
export function setIntroductionsWanted(ctx: Context, { areWanted }: SetIntroductionsWantedInput): Promise<Person> {
  const personId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    // One after the other, so that every change is announced once.
    await holdPeople(ctx, [personId]);
    const wereWanted = !(await ctx.db.existsBy(IntroductionPause, { personId }));
    if (areWanted && !wereWanted) await ctx.db.delete(IntroductionPause, { personId });
    if (!areWanted && wereWanted) await ctx.db.insert(IntroductionPause, { personId, since: ctx.clock.now() });
    if (areWanted !== wereWanted) await emit(ctx, { name: "person.introductionsWanted", personId, areWanted });
    return ctx.db.findOneByOrFail(Person, { id: personId });
  });
}
