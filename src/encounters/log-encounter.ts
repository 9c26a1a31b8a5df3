import { ArrayMaxSize, ArrayMinSize, IsOptional, ValidateNested } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { Meeting } from "../meetings/meeting.entity.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, IsParagraphs, tidyLine, tidyParagraphs } from "../platform/plain-text.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";
import { valid } from "../platform/valid.ts";
import { checkEncounter } from "./check-encounter.ts";
import { countOneToOne } from "./count-one-to-one.ts";
import "./encounter.events.ts";
import { Encounter, EncounterSetting, NOTE_LENGTH_MAX, PEOPLE_MET_MAX, PLACE_LENGTH_MAX } from "./encounter.entity.ts";
import { PersonMetInput, peopleMet, setPeopleMet } from "./people-met.ts";

/** A day at a fair, written down in the evening. */
const ENCOUNTERS: Quota = { name: "encounters written down", most: 200, windowSeconds: 86_400 };

@InputType({ description: "Whom the viewer met, where and when." })
export class LogEncounterInput {
  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;

  @Field(() => EncounterSetting, { description: "In what surroundings. A one-to-one is with one other person." })
  setting: EncounterSetting;

  @Field(() => LocalDate, { description: "On which day, as it was there; not one to come." })
  metOn: string;

  @ArrayMinSize(1)
  @ArrayMaxSize(PEOPLE_MET_MAX)
  @ValidateNested({ each: true })
  @Field(() => [PersonMetInput], { description: "Whom: 1 to 20." })
  with: PersonMetInput[];

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

  @Field(() => ID, { nullable: true, description: "The meeting at which it was, if it is one of this service." })
  meetingId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Of a one-to-one: the viewer would like to be connected, if the other writes down the same and wishes it too.",
  })
  wishesConnection: boolean;
}

export const LogEncounterPayload = payloadType("LogEncounter", {
  encounter: () => Encounter,
  encounterEdge: () => edgeOf(Encounter),
});

/**
 * Writes down in the viewer's own book whom they met. Nobody is told. A one-to-one that the other has written down as
 * well counts once; both then read that it is confirmed, and are connected if both wished it.
 *
 * @throws NOT_FOUND, INVALID, DUPLICATE for a second one-to-one with the same person on one day, RATE_LIMITED above
 *   200 a day
 */
export async function logEncounter(ctx: Context, input: LogEncounterInput): Promise<Encounter> {
  const authorId = signedIn(ctx);
  await valid(input);
  return once(ctx, "logEncounter", input, Encounter, async (ctx) => {
    await spend(ctx, ENCOUNTERS, authorId);
    const meeting = input.meetingId ? await visible(ctx, Meeting, input.meetingId, "meetingId") : null;
    const met = await peopleMet(ctx, input.with);
    checkEncounter(ctx, input, met);

    const { setting, metOn, place, note, wishesConnection } = input;
    const now = ctx.clock.now();
    const encounter = ctx.db.create(Encounter, {
      ...{ id: newId(), authorId, setting, metOn, wishesConnection, meetingId: meeting?.id ?? null },
      ...{ place: place ? tidyLine(place) : null, note: note ? tidyParagraphs(note) : null },
      ...{ createdAt: now, updatedAt: now, version: 1 },
    });
    await ctx.db.insert(Encounter, encounter);
    await setPeopleMet(ctx, encounter.id, met);
    await countOneToOne(ctx, encounter, met);
    await emit(ctx, { name: "encounter.logged", encounterId: encounter.id, authorId: encounter.authorId });
    return encounter;
  });
}
