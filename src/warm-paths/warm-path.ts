/** What GraphQL shows of a way to somebody. */
import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Person } from "../people/person.entity.ts";
import type { EntityRef } from "../platform/errors.ts";
import { TieBand } from "../ties/tie-band.ts";

/** Most ways of one answer. */
export const WARM_PATHS_MAX = 20;
export const WARM_PATHS_DEFAULT = 5;
/** Most people between the asker and the target. */
export const CONNECTORS_MAX = 2;
/** Most topics of one search. */
export const TARGET_TOPICS_MAX = 10;

@InputType({
  description:
    "Whom the viewer looks for: a person, or somebody at a company, or somebody of a profession and with interests. Exactly one of these.",
})
export class WarmPathTargetInput {
  @Field(() => ID, { nullable: true, description: "This very person." })
  personId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Somebody who shows the viewer that they work there, whom the viewer does not know yet. Written as they write it; capitals do not matter.",
  })
  company?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Somebody who shows the viewer that this is their profession, whom the viewer does not know yet. With `topics`, both must hold.",
  })
  profession?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      "Somebody who shows the viewer an interest in one of these topics, at most 10. With `profession`, both must hold.",
  })
  topics?: string[] | null;
}

@ArgsType()
export class WarmPathsArgs {
  @Field(() => WarmPathTargetInput, { description: "Whom the viewer looks for." })
  to: WarmPathTargetInput;

  @Field(() => Int, {
    defaultValue: CONNECTORS_MAX,
    description: "How many people may stand between, one after the other: 1 or 2.",
  })
  maxConnectors: number;

  @Field(() => Int, { defaultValue: WARM_PATHS_DEFAULT, description: "How many ways to show, 1 to 20." })
  first: number;
}

@ObjectType({ simpleResolvers: true, description: "Two people of a way who know each other." })
export class WarmPathStep {
  @Field(() => Person, { nullable: true, description: "Who asks. Null only if they just went out of sight." })
  from: EntityRef;

  @Field(() => Person, { nullable: true, description: "Who is asked. Null only if they just went out of sight." })
  to: EntityRef;

  @Field(() => TieBand, { description: "How well they know each other." })
  band: TieBand;

  @Field(() => String, { description: "The same in words, in English." })
  reason: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "A way to somebody by people who know each other and let others find a way by them. Ask the first connector with `requestIntroduction`; nobody on the way is told before.",
})
export class WarmPath {
  @Field(() => [Person], { description: "Who stands between, in the order in which they would be asked: one or two." })
  connectors: EntityRef[];

  @Field(() => Person, { nullable: true, description: "Who is found. Null only if they just went out of sight." })
  target: EntityRef;

  @Field(() => [WarmPathStep], { description: "Each two who know each other, from the viewer to the target." })
  steps: WarmPathStep[];

  @Field(() => TieBand, { description: "How well the two know each other who know each other least." })
  band: TieBand;
}
