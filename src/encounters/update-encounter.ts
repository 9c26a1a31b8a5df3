import { ArrayMaxSize, ArrayMinSize, IsDefined, IsOptional, ValidateNested } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { revise, signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, IsParagraphs, tidyLine, tidyParagraphs } from "../platform/plain-text.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";
import { inTransaction } from "../platform/transaction.ts";
import { IfGiven, valid } from "../platform/valid.ts";
import { checkEncounter } from "./check-encounter.ts";
import { countOneToOne, reconsiderWish, uncountOneToOne } from "./count-one-to-one.ts";
import "./encounter.events.ts";
import { Encounter, EncounterSetting, NOTE_LENGTH_MAX, PEOPLE_MET_MAX, PLACE_LENGTH_MAX } from "./encounter.entity.ts";
import { EncounterPerson } from "./encounter-person.entity.ts";
import { PersonMetInput, peopleMet, setPeopleMet } from "./people-met.ts";

@InputType({ description: "Input of `updateEncounter`. A field left out stays as it is; null clears it where it can." })
export class UpdateEncounterInput {
  @Field(() => ID, { description: "The encounter." })
  encounterId: string;

  @Field(() => Int, { nullable: true, description: "Refuse with `STALE` if it is no longer at this version." })
  expectedVersion?: number | null;

  @IfGiven()
  @IsDefined()
  @Field(() => EncounterSetting, { nullable: true, description: "In what surroundings; cannot be cleared." })
  setting?: EncounterSetting;

  @IfGiven()
  @IsDefined()
  @Field(() => LocalDate, { nullable: true, description: "On which day; cannot be cleared." })
  metOn?: string;

  @IfGiven()
  @ArrayMinSize(1)
  @ArrayMaxSize(PEOPLE_MET_MAX)
  @ValidateNested({ each: true })
  @Field(() => [PersonMetInput], { nullable: true, description: "Whom: the whole list as it shall be, 1 to 20." })
  with?: PersonMetInput[];

  @IsOptional()
  @IsLine(PLACE_LENGTH_MAX)
  @Field(() => String, { nullable: true, description: "Where, in words: one line of 1 to 200 characters." })
  place?: string | null;

  @IsOptional()
  @IsParagraphs(NOTE_LENGTH_MAX)
  @Field(() => String, {
    nullable: true,
    description: "What is to be remembered: 1 to 4,000 characters of plain text.",
  })
  note?: string | null;

  @IfGiven()
  @IsDefined()
  @Field(() => Boolean, {
    nullable: true,
    description: "Of a one-to-one: whether the viewer would like to be connected.",
  })
  wishesConnection?: boolean;
}

export const UpdateEncounterPayload = payloadType("UpdateEncounter", { encounter: () => Encounter });

/**
 * Changes what the viewer wrote down of an encounter. A one-to-one is then counted where it belongs now. A connection
 * that began by it stays.
 *
 * @throws NOT_FOUND, INVALID, STALE, DUPLICATE as `logEncounter`
 */
export async function updateEncounter(ctx: Context, input: UpdateEncounterInput): Promise<Encounter> {
  signedIn(ctx);
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const encounter = await visible(ctx, Encounter, input.encounterId, "encounterId", { lock: true });
    const before = await ctx.db.find(EncounterPerson, {
      where: { encounterId: encounter.id },
      order: { place: "ASC" },
    });
    const met = input.with ? await peopleMet(ctx, input.with) : before;
    const changes = changesOf(input);
    checkEncounter(ctx, { ...encounter, ...changes }, met);

    await revise(ctx, encounter, { ...changes, updatedAt: ctx.clock.now() }, input.expectedVersion);
    if (input.with) await setPeopleMet(ctx, encounter.id, met);
    if (input.with ?? input.metOn ?? input.setting) {
      await uncountOneToOne(ctx, encounter.id);
      await countOneToOne(ctx, encounter, met);
    } else {
      await reconsiderWish(ctx, encounter.id);
    }
    await emit(ctx, { name: "encounter.updated", encounterId: encounter.id, authorId: encounter.authorId });
    return encounter;
  });
}

function changesOf(input: UpdateEncounterInput): Partial<Encounter> {
  const { setting, metOn, place, note, wishesConnection } = input;
  return {
    ...(setting === undefined ? {} : { setting }),
    ...(metOn === undefined ? {} : { metOn }),
    ...(place === undefined ? {} : { place: place === null ? null : tidyLine(place) }),
    ...(note === undefined ? {} : { note: note === null ? null : tidyParagraphs(note) }),
    ...(wishesConnection === undefined ? {} : { wishesConnection }),
  };
}
