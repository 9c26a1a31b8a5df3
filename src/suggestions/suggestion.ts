import { ArgsType, Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Person } from "../people/person.entity.ts";
import type { EntityRef } from "../platform/errors.ts";

/** Most suggestions of one answer. */
export const SUGGESTIONS_MAX = 20;
export const SUGGESTIONS_DEFAULT = 5;

/** Why two people could have to do with each other. */
export enum SuggestionReasonKind {
  ASK_AND_OFFER = "ASK_AND_OFFER",
  SHARED_INTERESTS = "SHARED_INTERESTS",
  COMMON_CONTACTS = "COMMON_CONTACTS",
}

registerEnumType(SuggestionReasonKind, {
  name: "SuggestionReasonKind",
  description: "Why two people could have to do with each other. Each is true at the moment of the answer.",
  valuesConfig: {
    ASK_AND_OFFER: { description: "One asks for what the other offers, as both let the viewer read." },
    SHARED_INTERESTS: { description: "Both show the viewer an interest in the same topics." },
    COMMON_CONTACTS: { description: "Others know both of them, as all of these let be seen." },
  },
});

@ArgsType()
export class SuggestionsArgs {
  @Field(() => Int, { defaultValue: SUGGESTIONS_DEFAULT, description: "How many to show, 1 to 20." })
  first: number;
}

@ObjectType({ simpleResolvers: true, description: "Why two people could have to do with each other." })
export class SuggestionReason {
  @Field(() => SuggestionReasonKind, { description: "Of what kind." })
  kind: SuggestionReasonKind;

  @Field(() => String, { description: "The same in words, in English." })
  words: string;
}

@ObjectType({ simpleResolvers: true, description: "Two people who do not know each other, and could." })
export class SuggestedIntroduction {
  @Field(() => Person, { nullable: true, description: "One of them. Null only if they just went out of sight." })
  personA: EntityRef;

  @Field(() => Person, { nullable: true, description: "The other. Null only if they just went out of sight." })
  personB: EntityRef;

  @Field(() => [SuggestionReason], { description: "Why, at least one reason, the weightiest first." })
  reasons: SuggestionReason[];
}

@ObjectType({ simpleResolvers: true, description: "Somebody whom the viewer does not know, and could meet." })
export class SuggestedPerson {
  @Field(() => Person, { nullable: true, description: "Who. Null only if they just went out of sight." })
  person: EntityRef;

  @Field(() => [SuggestionReason], { description: "Why, at least one reason, the weightiest first." })
  reasons: SuggestionReason[];
}
