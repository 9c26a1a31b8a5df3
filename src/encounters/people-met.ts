/** Whom an encounter names: checked, found, and written as its list. */
import { IsOptional } from "class-validator";
import { Directive, Field, ID, InputType } from "type-graphql";
import { DISPLAY_NAME_LENGTH_MAX } from "../people/member-profile.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { invalid } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { newId } from "../platform/ids.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { EncounterPerson } from "./encounter-person.entity.ts";

@InputType({ description: "One whom the viewer met: a person of the service, or a name." })
@Directive("@oneOf")
export class PersonMetInput {
  @Field(() => ID, { nullable: true, description: "A person within sight." })
  personId?: string | null;

  @IsOptional()
  @IsLine(DISPLAY_NAME_LENGTH_MAX)
  @Field(() => String, { nullable: true, description: "What the viewer calls them: one line of 1 to 100 characters." })
  name?: string | null;
}

/** A person's key, or else a name. */
export type PersonMet = Pick<EncounterPerson, "personId" | "name">;

/** @throws NOT_FOUND for somebody out of sight, INVALID for the viewer and for one who is named twice */
export async function peopleMet(ctx: Context, given: readonly PersonMetInput[]): Promise<PersonMet[]> {
  const viewerId = signedIn(ctx);
  const met: PersonMet[] = [];
  for (const [index, { personId, name }] of given.entries()) {
    const field = ["with", String(index), "personId"];
    const person = personId ? await visible(ctx, Person, personId, field) : null;
    if (person?.id === viewerId) throw invalid(field, "Nobody meets themself.");
    if (person && met.some((other) => other.personId === person.id)) throw invalid(field, "Named twice.");
    met.push(person ? { personId: person.id, name: null } : { personId: null, name: tidyLine(name ?? "") });
  }
  return met;
}

export const setPeopleMet = async (ctx: Context, encounterId: string, met: readonly PersonMet[]): Promise<void> => {
  await ctx.db.delete(EncounterPerson, { encounterId });
  await ctx.db.insert(
    EncounterPerson,
    met.map((one, place) => ({ id: newId(), encounterId, place, ...one })),
  );
};
