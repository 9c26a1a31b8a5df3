import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { ReportToOperatorInput, ReportToOperatorPayload, reportToOperator } from "./report-to-operator.ts";

@Resolver()
export class ReportResolver {
  @Mutation(() => ReportToOperatorPayload, {
    nullable: true,
    description:
      "Tell whoever runs the service, and nobody else, that something is wrong with somebody or something within sight. For whoever is signed in.",
  })
  reportToOperator(@Arg("input", () => ReportToOperatorInput) input: ReportToOperatorInput, @Ctx() ctx: Context) {
    return payload(() => reportToOperator(ctx, input));
  }
}
