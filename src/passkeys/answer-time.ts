import { Max, Min } from "class-validator";
import { Field, InputType, Int } from "type-graphql";
import { CHALLENGE_SECONDS_MAX } from "./passkey-challenge.entity.ts";

const CHALLENGE_SECONDS_MIN = 30;

/** Fields of what begins with a challenge; no type of the schema by itself. */
@InputType()
export abstract class AnswerTime {
  @Field(() => Int, {
    defaultValue: CHALLENGE_SECONDS_MAX,
    description: "For how long the device may answer, in seconds: 30 to 300.",
  })
  @Min(CHALLENGE_SECONDS_MIN)
  @Max(CHALLENGE_SECONDS_MAX)
  answerWithinSeconds: number;
}
